import { createHash } from "node:crypto";
import type { Place } from "../core/documents/lineIndex";
import type { Offset } from "../core/documents/sysctlConf";
import { UsageError } from "./command";
import { readTextFile } from "./textFile";

/** What of a finding tells it from all others, wherever its line moves to. */
export interface Identity {
  readonly file: string;
  readonly fingerprint: string;
}

/** Reads the list of an earlier `--format json`; the answer says whether it held a finding. */
export function readBaseline(file: string | undefined): (finding: Identity) => boolean {
  if (file === undefined) return () => false;
  let known: ReadonlySet<string>;
  try {
    known = new Set((JSON.parse(readTextFile(file)) as readonly Identity[]).map(keyOf));
  } catch (error) {
    throw new UsageError(`--baseline ${file}: no list that --format json wrote (${(error as Error).message})`);
  }
  return (finding) => known.has(keyOf(finding));
}

function keyOf({ file, fingerprint }: Identity): string {
  return JSON.stringify([file, fingerprint]);
}

/** As much of a line as tells it from others; lines without end exist. */
const longestContext = 100;

/**
 * Fingerprints for the findings of one text, asked for in its order: they stay the same when other lines come and go.
 * The same thing wrong in lines that read the same is counted.
 */
export function createFingerprints(text: string): (code: string, at: Offset, place: Place) => string {
  const counts = new Map<string, number>();
  return (code, at, { column }) => {
    const before = text.slice(at - Math.min(column - 1, longestContext), at);
    const [after = ""] = text.slice(at, at + longestContext).split(/[\r\n]/, 1);
    const hash = createHash("sha256").update(JSON.stringify([code, before.trimStart(), after.trimEnd()]));
    const key = hash.digest("hex").slice(0, 16);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return `${key}:${count}`;
  };
}
