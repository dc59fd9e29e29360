import * as vscode from "vscode";
import { explainSubject, subjectOf, termsIn, type Subject, type Term } from "../../core/lessons/samples";
import type { Knowledge } from "../../core/knowledge/knowledge";
import type { Language } from "../../core/knowledge/types";
import type { SampleText } from "../../protocol/lesson";
import { toLinkedMarkdown } from "../convert";
import type { Host } from "../host";
import { withLiveNote } from "../live/liveValue";

/** Longer texts are none of a lesson. */
const longestSample = 20_000;

/** What can be explained in texts of a lesson. */
export async function findTerms(
  host: Host,
  language: Language,
  texts: readonly SampleText[],
): Promise<readonly (readonly Term[])[]> {
  const knowledge = await host.knowledge(language);
  return texts.map(({ kind, text }) => {
    if (text.length > longestSample) return [];
    return kind === "console" ? termsIn(text, knowledge) : codeTerms(text, knowledge);
  });
}

function codeTerms(text: string, knowledge: Knowledge): readonly Term[] {
  const subject = subjectOf(text, knowledge);
  return subject ? [{ start: 0, end: text.length, subject }] : termsIn(text, knowledge);
}

/** What is known of a subject, as Markdown; empty where that is nothing. */
export async function explainTerm(host: Host, language: Language, subject: Subject): Promise<string> {
  const [knowledge, kernel] = await Promise.all([host.knowledge(language), host.kernel(vscode.Uri.file("/"))]);
  const explanation = explainSubject(subject, knowledge, kernel);
  if (!explanation) return "";
  const name = subject.kind === "field" ? subject.name : subject.key;
  return toLinkedMarkdown(await withLiveNote(host, explanation, { name }));
}
