import { inlineCode } from "../../explain/markdown";
import type { Knowledge } from "../../knowledge/knowledge";
import { fill } from "../../knowledge/wording";
import { placeOnMachine } from "../../documents/precedence";
import { wordsOf } from "../fileSettings";
import { createMachine, groupByMachine, nameOf, type FileSetting, type Machine } from "./machine";
import type { FileSummary } from "./summary";

/** Where the files of a workspace set a key. */
export interface Definitions {
  /** The machine of the asking file first, and of a machine the line that counts first. */
  readonly lines: readonly FileSetting[];
  /** The line that counts on the machine of the asking file; "unclear" where loaders disagree. */
  readonly winner: FileSetting | "unclear" | undefined;
}

/** The lines of a workspace that set a key, wildcards left out, as a file in it sees them. */
export function definitionsOf(summaries: readonly FileSummary[], key: string, from: string): Definitions {
  const root = placeOnMachine(from)?.root;
  const machines = Array.from(groupByMachine(summaries))
    .filter(([, files]) => files.some(({ settings }) => settings.some((setting) => setting.key === key)))
    .sort(([a], [b]) => Number(b === root) - Number(a === root))
    .map(([ofRoot, files]) => ({ isOwn: ofRoot === root, machine: createMachine(files) }));
  const files = [
    ...machines.flatMap(({ machine }) => byPrecedence(machine, key)),
    ...summaries.filter(({ machine }) => !machine),
  ];
  // In a file, too, the last line counts.
  const lines = files.flatMap((summary) =>
    summary.settings
      .filter((setting) => setting.key === key)
      .reverse()
      .map((setting) => ({ summary, setting })),
  );
  return { lines, winner: machines.find(({ isOwn }) => isOwn)?.machine.winnerOf(key) };
}

function byPrecedence(machine: Machine, key: string): readonly FileSummary[] {
  const ordered = machine.settingsOf(key, "systemd").map(({ summary }) => summary);
  return [...ordered.reverse(), ...machine.summaries.filter((summary) => !ordered.includes(summary))];
}

/**
 * A line of Markdown that says in how many files a key is set and which of them counts; `undefined` where it is set in
 * one only. `link` makes a link to a line with a name.
 */
export function describeDefinitions(
  { lines, winner }: Definitions,
  { data: { wording } }: Knowledge,
  link: (line: FileSetting, name: string) => string,
): string | undefined {
  const files = new Set(lines.map(({ summary }) => summary.file));
  if (files.size < 2) return undefined;
  const linked = (line: FileSetting): string => link(line, `${nameOf(line.summary)}:${line.setting.line}`);
  if (winner === undefined || winner === "unclear") {
    const places = lines.slice(0, 5).map(linked).join(", ") + (lines.length > 5 ? ", …" : "");
    return fill(wording[winner ? "workspace.setUnclear" : "workspace.set"], { count: files.size, places });
  }
  const value = inlineCode(wordsOf(winner.setting.value));
  return fill(wording["workspace.setWins"], { count: files.size, place: linked(winner), value });
}
