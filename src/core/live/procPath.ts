import type { Knowledge } from "../knowledge/knowledge";
import { matchesGlob, type SysctlName } from "../knowledge/sysctlName";
import type { SysctlEntry } from "../knowledge/types";

const sysctlFolder = "/proc/sys";

/** No name below /proc/sys comes near (interfaces have 15 characters). */
const longestSegment = 255;
const mostSegments = 12;

/** Values of these types are secrets of the machine, which have no place in a hover. */
const secretTypes: ReadonlySet<string> = new Set(["fastopen-key", "ipv6-address"]);

/**
 * The file of a key that may be read: a single one that the knowledge describes, holds a value, and is no secret.
 * `undefined` for every other name, whatever stands in it.
 */
export function procPathOf(knowledge: Knowledge, name: SysctlName): string | undefined {
  if (name.isGlob) return undefined;
  const entry = knowledge.find(name);
  return entry && mayBeRead(entry) ? pathOf(name.segments) : undefined;
}

/** Whether looking at a key's value does nothing and gives nothing away. */
export function mayBeRead({ value }: SysctlEntry): boolean {
  return !value.writeOnly && value.type !== "trigger" && !secretTypes.has(value.type);
}

/** A path that stays below /proc/sys; `undefined` where a segment is no plain name. */
function pathOf(segments: readonly string[]): string | undefined {
  const isSound = segments.length > 0 && segments.length <= mostSegments && segments.every(isPlainName);
  return isSound ? [sysctlFolder, ...segments].join("/") : undefined;
}

function isPlainName(segment: string): boolean {
  return /^(?!\.{1,2}$)[^/\0]+$/.test(segment) && segment.length <= longestSegment;
}

/** The names in a folder of /proc; none where there is no such folder. */
export type ListFolder = (path: string) => Promise<readonly string[]>;

/** The keys below /proc/sys that a glob stands for on a host, in alphabetical order, as segments. No more than `most`. */
export async function expandGlob(glob: SysctlName, list: ListFolder, most: number): Promise<readonly string[][]> {
  let found: string[][] = [[]];
  for (const pattern of glob.segments) {
    const next: string[][] = [];
    for (const segments of found) {
      if (next.length >= most) break;
      if (!/[*?[]/.test(pattern)) next.push([...segments, pattern]);
      else for (const name of await matching(segments, pattern, list)) next.push([...segments, name]);
    }
    found = next.slice(0, most);
  }
  return found.filter((segments) => pathOf(segments) !== undefined);
}

async function matching(folder: readonly string[], pattern: string, list: ListFolder): Promise<readonly string[]> {
  const path = folder.length === 0 ? sysctlFolder : pathOf(folder);
  if (path === undefined) return [];
  return (await list(path)).filter((name) => matchesGlob(pattern, name)).sort();
}
