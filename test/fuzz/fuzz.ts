import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { applySuppressions } from "../../src/core/diagnose/suppressions";
import { findMentions } from "../../src/core/documents/mentions";
import { readSettings } from "../../src/core/documents/settings";
import type { Span } from "../../src/core/documents/sysctlConf";
import { cellsOf, findDumps } from "../../src/core/dumps/findDumps";
import type { Knowledge } from "../../src/core/knowledge/knowledge";
import { random } from "../bench/measure";

/** A text to start from, and the name that tells how it is written. */
export interface Seed {
  readonly file: string;
  readonly text: string;
}

/** What a search has seen. */
export interface FuzzResult {
  readonly inputs: number;
  /** Settings, cells and findings that came out: none would mean that nothing was tried. */
  readonly found: number;
  /** The input that took longest for its size, in milliseconds for 100 KB; small ones count as 10 KB. */
  readonly slowest: { readonly msPer100Kb: number; readonly input: Seed };
}

/** So many inputs that seem slow are timed again. */
const mostSuspects = 20;

/** Signs and words that mean something to one recogniser or another. */
const tokens = [
  "\n", "\r\n", "\t", " ", "\u{feff}", "\u{200b}", "\0", "'", '"', "`", "```\n", "---\n", "{{ x }}", "{{- if a }}\n", "{%", "<%= a %>", "${A}", "$(", "\\\n",
  "|", "|-\n", ">\n", "&a ", "*a", "<<: *a", "- ", "  ", ": ", " = ", "=>", "[", "]", "{", "}", ",", "#", ";", "//", "<!--", "-->", "<<EOF\n", "EOF\n",
  "net.core.somaxconn", "net/ipv4/tcp_rmem", "/proc/sys/vm/swappiness", "sysctl -w ", "--sysctl ", "echo 1 > ", "name: ", "value: ", "4096 131072 6291456", "-1", "0x10", "010", "99999999999999999999",
  "TcpExt: ", "State Recv-Q Send-Q\n", "00000000 ", "skmem:(r0,", "qdisc fq ", "# netstack-lens-ignore sysctl/unknown-key -- a",
]; // prettier-ignore

/** Reads `runs` mutations of the seeds with every recogniser; throws with the input where one fails. */
export function fuzz(seeds: readonly Seed[], runs: number, seed: number, knowledge: Knowledge): FuzzResult {
  const next = random(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const suspects: { msPer100Kb: number; readonly input: Seed }[] = [];
  let found = 0;
  const timed = (input: Seed): number => {
    const start = performance.now();
    found += readAll(input, knowledge);
    return ((performance.now() - start) / Math.max(10_000, input.text.length)) * 100_000;
  };
  for (let run = 0; run < runs; run++) {
    const { file, text } = pick(seeds);
    const input = { file, text: mutate(text, pick(seeds).text, next, pick) };
    try {
      const msPer100Kb = timed(input);
      if (suspects.length < mostSuspects || msPer100Kb > (suspects.at(-1)?.msPer100Kb ?? 0))
        suspects.push({ msPer100Kb, input });
    } catch (error) {
      throw new Error(`input ${run} of seed ${seed}, as ${file}: ${JSON.stringify(input.text)}`, { cause: error });
    }
    suspects.sort((a, b) => b.msPer100Kb - a.msPer100Kb).splice(mostSuspects);
  }
  // Once may have been the garbage collector, or another process.
  for (const suspect of suspects)
    suspect.msPer100Kb = Math.min(...Array.from({ length: 10 }, () => timed(suspect.input)));
  const [slowest = { msPer100Kb: 0, input: { file: "", text: "" } }] = suspects.sort((a, b) => b.msPer100Kb - a.msPer100Kb); // prettier-ignore
  return { inputs: runs, found, slowest };
}

/** Deletes, repeats, moves and puts in a few pieces. */
function mutate(text: string, other: string, next: () => number, pick: <Item>(items: readonly Item[]) => Item): string {
  let result = text;
  for (let changes = 1 + Math.floor(next() * 6); changes > 0; changes--) {
    const from = Math.floor(next() * (result.length + 1));
    const to = Math.min(result.length, from + Math.floor(next() ** 3 * 200));
    const piece = pick([
      () => "",
      () => pick(tokens),
      () => pick(tokens).repeat(1 + Math.floor(next() * 20)),
      () => result.slice(from, to).repeat(2),
      () => other.slice(Math.floor(next() * other.length)).slice(0, 300),
    ])();
    result = result.slice(0, from) + piece + result.slice(to);
  }
  return result;
}

/** Everything that reads a text; how much came out. */
function readAll({ file, text }: Seed, knowledge: Knowledge): number {
  let found = 0;
  const isInside = (span: Span): void =>
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, JSON.stringify(span));
  for (const line of readSettings(text, file).lines) {
    if (line.kind !== "assignment") continue;
    isInside(line.key);
    isInside(line.value);
    found++;
  }
  for (const region of findDumps(text)) {
    isInside(region.span);
    for (const cell of cellsOf(text, region)) {
      if (cell.value) isInside(cell.value);
      found++;
    }
  }
  for (const line of text.split("\n")) for (const { key } of findMentions(line)) found += key.end > key.start ? 1 : 0;
  for (const finding of applySuppressions(text, diagnoseSysctl(text, knowledge, { file }), knowledge)) {
    isInside(finding.span);
    found += finding.message === "" ? 0 : 1;
  }
  return found;
}
