import { distance } from "fastest-levenshtein";
import type { SysctlName } from "./sysctlName";

/** Further apart, two names are different names. */
const farthestMisspelling = 3;
/** No key is so long; comparing takes the product of both lengths. */
const longestName = 120;
const mostSuggestions = 3;

/** A known name, made ready to be compared. */
interface Candidate {
  readonly name: string;
  /** Which of its segments is the placeholder for an interface or another member; -1 for none. */
  readonly placeholder: number;
  readonly depth: number;
  /** Without the placeholder. */
  readonly letters: Letters;
}

/** How often each letter occurs, letters folded into 32, and how many there are. */
interface Letters {
  readonly counts: Uint8Array;
  readonly length: number;
}

/** Finds known names that are spelt almost like another one, nearest first. */
export function createSpelling(names: readonly string[]): (name: SysctlName) => readonly string[] {
  const candidates = names.map((name): Candidate => {
    const segments = name.split(".");
    const placeholder = segments.indexOf("*");
    return { name, placeholder, depth: segments.length, letters: lettersOf(name, placeholder === -1 ? "" : "*") };
  });
  return (name) => {
    const { dotted, segments } = name;
    if (dotted.length > longestName) return [];
    const limit = Math.min(farthestMisspelling, Math.floor(dotted.length / 6));
    // Only the spelling is compared, so a family's placeholder stands for the member that is written.
    const members = segments.map((segment) => segment.replaceAll(".", "/"));
    const withoutMember = members.map((member) => lettersOf(dotted, member));
    const whole = lettersOf(dotted, "");
    const near: { readonly concrete: string; readonly far: number }[] = [];
    for (const { name: known, placeholder, depth, letters } of candidates) {
      if (placeholder !== -1 && depth !== segments.length) continue;
      const wanted = placeholder === -1 ? whole : withoutMember[placeholder];
      if (!wanted || !mayBeNear(letters, wanted, limit)) continue;
      const concrete = placeholder === -1 ? known : known.replace("*", () => members[placeholder] ?? "");
      const far = distance(concrete, dotted);
      if (far <= limit) near.push({ concrete, far });
    }
    return near
      .sort((a, b) => a.far - b.far || (a.concrete < b.concrete ? -1 : 1))
      .slice(0, mostSuggestions)
      .map(({ concrete }) => concrete);
  };
}

/** The letters of a name less those of a part of it. */
function lettersOf(name: string, part: string): Letters {
  const counts = new Uint8Array(32);
  const add = (text: string, times: number): void => {
    for (let at = 0; at < text.length; at++) {
      const index = text.charCodeAt(at) & 31;
      counts[index] = (counts[index] ?? 0) + times;
    }
  };
  add(name, 1);
  add(part, -1);
  return { counts, length: name.length - part.length };
}

/** Each typing mistake changes two counts at most; far cheaper than comparing letter by letter. */
function mayBeNear(known: Letters, wanted: Letters, limit: number): boolean {
  if (Math.abs(known.length - wanted.length) > limit) return false;
  let apart = 0;
  for (let index = 0; index < 32 && apart <= 2 * limit; index++)
    apart += Math.abs((known.counts[index] ?? 0) - (wanted.counts[index] ?? 0));
  return apart <= 2 * limit;
}
