import type { Block, Explanation } from "../explain/explanation";
import { inlineCode } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { fill } from "../knowledge/wording";
import { plainText } from "./sameMeaning";

/** What a key or a counter holds on a running host. */
export interface LiveValue {
  /** A key in dotted notation, or the counter as it was asked for. */
  readonly name: string;
  /** As the file of /proc has it, words separated by one space. */
  readonly value: string;
  readonly kind: "sysctl" | "counter";
  /** What it belongs to; of a network namespace, the one the editor's extensions run in is read. */
  readonly scope: "namespace" | "machine";
  /** The figures of all CPUs added up. */
  readonly isSum: boolean;
  /** The host's name. */
  readonly host: string;
}

/** A value of /proc may fill a page. */
const longestShown = 60;

/** “On this host now”, with whether a file says the same where that is known. */
export function liveNote(knowledge: Knowledge, live: LiveValue, isAsInFile?: boolean): Block {
  const { wording } = knowledge.data;
  const text = plainText(live.value);
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  const facts = [
    fill(wording["live.now"], { host: inlineCode(live.host), value: text === "" ? wording["live.empty"] : inlineCode(shown) }), // prettier-ignore
    ...(isAsInFile === undefined ? [] : [wording[isAsInFile ? "live.asInFile" : "live.otherThanInFile"]]),
    ...(live.isSum ? [wording["live.sum"]] : []),
    ...(live.scope === "namespace" ? [wording["live.namespace"]] : []),
  ];
  return { role: "note", text: facts.join(" · ") };
}

/** Puts a note behind what says at a glance what something is. */
export function withNote(explanation: Explanation, note: Block): Explanation {
  const facts = explanation.findIndex(({ role }) => role === "facts");
  const at = facts === -1 ? 1 : facts + 1;
  return [...explanation.slice(0, at), note, ...explanation.slice(at)];
}
