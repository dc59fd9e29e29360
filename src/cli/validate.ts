import { createInterface } from "node:readline";
import { describeRefusal } from "../core/explain/explainValue";
import { stripMarkdown } from "../core/explain/markdown";
import type { Knowledge } from "../core/knowledge/knowledge";
import type { KernelVersion } from "../core/knowledge/types";
import { fill } from "../core/knowledge/wording";
import { validate as validateWrite, type Verdict } from "../core/writes/validate";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command, type Output } from "./command";

/** `validate NAME VALUE`: whether the kernel takes a value and what it stores. */
export const validate: Command = {
  usage: "validate NAME VALUE | --format jsonl [--kernel V] [--lang en|zh-cn] [--format text|json|jsonl]",
  summary:
    'whether the kernel takes a value, or with which error not, and what it stores: one write as root into a fresh\n      network namespace; jsonl answers each {"name":…,"value":…} line of standard input',
  run: async (operands, options, output) => {
    const format = formatOf(options, ["text", "json", "jsonl"]);
    const knowledge = await readKnowledge(languageOf(options));
    const kernel = kernelOf(options) ?? knowledge.data.newestKernel;
    if (format === "jsonl") {
      if (operands.length > 0)
        throw new UsageError("validate --format jsonl reads names and values from standard input");
      return validateLines(knowledge, kernel, output);
    }
    const [name, value, ...rest] = operands;
    if (name === undefined || value === undefined || rest.length > 0)
      throw new UsageError("validate takes a name and a value (quote a value of several words)");
    const verdict = validateWrite(knowledge, name.replace(/^\/proc\/sys\//, ""), value, kernel);
    output.out(format === "json" ? `${JSON.stringify(answerOf(name, value, verdict))}\n` : `${describe(knowledge, name, value, verdict)}\n`); // prettier-ignore
    return verdict.accepted ? 0 : 1;
  },
};

/** What is written for one case, as JSON. */
function answerOf(name: string, value: string, { accepted, errno, stored }: Verdict): object {
  return { name, value, accepted: accepted ?? null, errno: errno ?? null, stored: stored ?? null };
}

async function validateLines(knowledge: Knowledge, kernel: KernelVersion, { out, err }: Output): Promise<number> {
  let line = 0;
  let isClean = true;
  const answers: string[] = [];
  const flush = (): void => out(answers.splice(0).join(""));
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    line++;
    if (text.trim() === "") continue;
    const write = readWrite(text);
    if (typeof write === "string") {
      isClean = false;
      err(`line ${line}: ${write}`);
      answers.push(`${JSON.stringify({ line, error: write })}\n`);
    } else {
      const verdict = validateWrite(knowledge, write.name, write.value, kernel);
      answers.push(`${JSON.stringify(answerOf(write.name, write.value, verdict))}\n`);
    }
    if (answers.length >= 1000) flush();
  }
  flush();
  return isClean ? 0 : 2;
}

/** One line of input, or what is wrong with it. */
function readWrite(text: string): { readonly name: string; readonly value: string } | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return `no JSON: ${(error as Error).message}`;
  }
  const { name, value } = (data ?? {}) as Record<string, unknown>;
  if (typeof name !== "string" || typeof value !== "string")
    return 'an object with the texts "name" and "value" is needed';
  return { name, value };
}

/** The verdict in words. */
function describe(
  knowledge: Knowledge,
  name: string,
  value: string,
  { accepted, errno, stored, subject }: Verdict,
): string {
  const { wording } = knowledge.data;
  if (!subject) return errno ? fill(wording["validate.missing"], { name, errno }) : wording["validate.unknown"];
  const { entry, outcome } = subject;
  const after = stored === undefined ? "" : fill(wording["validate.reads"], { stored: JSON.stringify(stored.replaceAll("\t", " ")) }); // prettier-ignore
  if (outcome.kind === "refused") {
    const reason = stripMarkdown(describeRefusal(knowledge, entry, value, outcome));
    const partly = outcome.storedBefore > 0 ? fill(wording["write.partly"], { count: outcome.storedBefore }) : "";
    return [fill(wording["validate.refused"], { errno: outcome.errno, reason }), partly, after]
      .filter(Boolean)
      .join(" ");
  }
  return [wording[accepted ? "validate.accepted" : "validate.unknown"], after].filter(Boolean).join(" ");
}
