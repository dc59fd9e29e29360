import * as vscode from "vscode";
import type { Span } from "../core/documents/sysctlConf";
import { inlineCode } from "../core/explain/markdown";
import { toMarkdown, type Door, type Explanation } from "../core/explain/explanation";

/** The one place where core data becomes editor data. */

/** A span inside one line as an editor range. */
export function toRange(line: number, span: Span): vscode.Range {
  return new vscode.Range(line, span.start, line, span.end);
}

/** A span of a whole text as an editor range. */
export function toDocumentRange(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Commands an explanation may link to; every other command link in it stays dead. */
const linkedCommands = ["netstackLens.openLesson", "netstackLens.explain", "netstackLens.openSimulator"];

/** Markdown for a hover. Text from the user's file is escaped in it already, and HTML stays off. */
export function toHoverMarkdown(explanation: Explanation): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(toLinkedMarkdown(explanation));
  markdown.isTrusted = { enabledCommands: linkedCommands };
  markdown.supportHtml = false;
  return markdown;
}

/** An explanation as Markdown whose doors are links to commands. */
export function toLinkedMarkdown(explanation: Explanation): string {
  return toMarkdown(explanation, doorLink, nameLink);
}

function nameLink(name: string): string {
  return `[${inlineCode(name)}](command:netstackLens.explain?${encodeURIComponent(JSON.stringify([name]))})`;
}

function doorLink(door: Door): string {
  if (door.kind === "document") return `[${door.label}](${door.url})`;
  return `[${door.label}](command:netstackLens.openLesson?${encodeURIComponent(JSON.stringify([door.lesson]))})`;
}
