import { distance } from "fastest-levenshtein";
import { matchesGlob, type SysctlName } from "./sysctlName";
import type { KnowledgeData, SysctlEntry } from "./types";

/** Lookups over the compiled content. Immutable and shared by every feature. */
export interface Knowledge {
  readonly data: KnowledgeData;
  /** The entry for one concrete key or for the pattern itself. */
  find(name: SysctlName): SysctlEntry | undefined;
  /** The entries a glob key may set. */
  findAll(glob: SysctlName): readonly SysctlEntry[];
  /** Whether a covered kernel has such a key (or had it), described by an entry or not. */
  isKnown(name: SysctlName): boolean;
  /** What a key holds on a machine nobody tuned: the lookup `predictWrite` takes. */
  readonly defaultOf: (name: string) => string | undefined;
  /** Known names closest in spelling, best first; empty when none is close. */
  nearest(name: SysctlName): readonly string[];
}

/** Further than this many typing mistakes is another word, not a misspelling. */
const farthestMisspelling = 3;
const longestName = 120;

/** Builds the lookups once; each lookup is a few map accesses. */
export function createKnowledge(data: KnowledgeData): Knowledge {
  const entries = new Map(data.sysctls.map((entry) => [entry.name, entry]));
  const names = [...entries.keys(), ...data.otherNames];
  const known = new Set(names);
  const bySegments = data.sysctls.map((entry) => ({ entry, segments: entry.name.split(".") }));

  /** The name itself, then with each directory in turn replaced by the interface placeholder. */
  function* patterns(name: SysctlName): Generator<string> {
    yield name.dotted;
    for (let i = 2; i < name.segments.length; i++) {
      yield name.dotted.split(".").with(i, "*").join(".");
    }
  }

  function find(name: SysctlName): SysctlEntry | undefined {
    for (const pattern of patterns(name)) {
      const entry = entries.get(pattern);
      if (entry) return entry;
    }
    return undefined;
  }

  function findAll(glob: SysctlName): readonly SysctlEntry[] {
    return bySegments
      .filter(
        ({ segments }) =>
          segments.length === glob.segments.length &&
          segments.every((segment, i) => segment === "*" || matchesGlob(glob.segments[i] ?? "", segment)),
      )
      .map(({ entry }) => entry);
  }

  function nearest(name: SysctlName): readonly string[] {
    if (name.dotted.length > longestName) return [];
    const limit = Math.min(farthestMisspelling, Math.floor(name.dotted.length / 6));
    return names
      .map((candidate) => {
        const concrete = withInterfaceOf(candidate, name.segments);
        return { concrete, far: distance(concrete, name.dotted) };
      })
      .filter(({ far }) => far <= limit)
      .sort((a, b) => a.far - b.far || (a.concrete < b.concrete ? -1 : 1))
      .slice(0, 3)
      .map(({ concrete }) => concrete);
  }

  return {
    data,
    find,
    findAll,
    defaultOf: (name) => entries.get(name)?.value.default,
    isKnown: (name) => [...patterns(name)].some((pattern) => known.has(pattern)),
    nearest,
  };
}

/** Puts the interface of the user's key in place of the placeholder, so that only the spelling is compared. */
function withInterfaceOf(pattern: string, segments: readonly string[]): string {
  if (!pattern.includes("*")) return pattern;
  return pattern
    .split(".")
    .map((segment, i) => (segment === "*" ? (segments[i] ?? "*").replaceAll(".", "/") : segment))
    .join(".");
}

/** Reads the JSON the build made from content/. Throws when it is not that: a broken installation. */
export function loadKnowledge(json: string): Knowledge {
  return createKnowledge(JSON.parse(json) as KnowledgeData);
}
