import { compareKernels, entryAt } from "./kernelVersion";
import { matchesGlob, parseSysctlName, type SysctlName } from "./sysctlName";
import { createDumpIndex, type DumpIndex, type DumpOutline } from "./dumpIndex";
import { createSpelling } from "./spelling";
import type { CurrentValue, Dump, KernelVersion, KnowledgeData, Machine, SysctlEntry } from "./types";

/** Lookups over the compiled content. Immutable and shared by every feature. */
export interface Knowledge {
  readonly data: KnowledgeData;
  /** The entry for one concrete key or for the pattern itself. */
  find(name: SysctlName): SysctlEntry | undefined;
  /** The entries a glob key may set. */
  findAll(glob: SysctlName): readonly SysctlEntry[];
  /** Whether a covered kernel has such a key (or had it), described by an entry or not. */
  isKnown(name: SysctlName): boolean;
  /** Whether the kernel has a directory of the first two parts of a name. */
  hasTreeOf(name: SysctlName): boolean;
  /** What keys hold on a machine of that kernel nobody tuned. */
  defaultsOf(kernel: KernelVersion, machine?: Machine): CurrentValue;
  /** Whether the bounds the entries state are known to hold for a kernel. */
  boundsHold(kernel: KernelVersion): boolean;
  /** The columns and counters of /proc files and tools; read when first asked for. */
  dumps(): DumpIndex;
  /** Known names closest in spelling, best first; empty when none is close. */
  nearest(name: SysctlName): readonly string[];
}

/** No directory below /proc/sys lies deeper; what does is no key, however long it is. */
const deepestName = 12;

/** Builds each lookup when it is first used; a hover needs but one of them. A lookup is a few map accesses. */
export function createKnowledge(data: KnowledgeData, readDumps: () => DumpIndex = noDumps): Knowledge {
  const entries = new Map(data.sysctls.map((entry) => [entry.name, entry]));
  const names = once(() => [...entries.keys(), ...data.otherNames]);
  const known = once(() => new Set(names()));
  const trees = once(
    () =>
      new Set(
        names()
          .filter((name) => name.split(".").length > 2)
          .map(treeOf),
      ),
  );
  const bySegments = once(() => data.sysctls.map((entry) => ({ entry, segments: entry.name.split(".") })));
  const spelling = once(() => createSpelling(names()));

  /** The name itself, then with each directory in turn replaced by the interface placeholder. */
  function* patterns(name: SysctlName): Generator<string> {
    yield name.dotted;
    if (name.segments.length > deepestName) return;
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
    return bySegments()
      .filter(
        ({ segments }) =>
          segments.length === glob.segments.length &&
          segments.every((segment, i) => segment === "*" || matchesGlob(glob.segments[i] ?? "", segment)),
      )
      .map(({ entry }) => entry);
  }

  const boundsHold = (kernel: KernelVersion): boolean => compareKernels(kernel, data.boundsSince) >= 0;

  function defaultsOf(kernel: KernelVersion, machine?: Machine): CurrentValue {
    return (key) => {
      const name = parseSysctlName(key);
      const entry = find(name);
      if (!entry) return undefined;
      const member = name.segments[entry.name.split(".").indexOf("*")] ?? "";
      const ofMachine = machine?.defaults[key] ?? machine?.defaults[entry.name];
      // `all` and `default` are no devices.
      const isDevice = entry.value.deviceLimit !== undefined && member !== "all" && member !== "default";
      if (ofMachine !== undefined && (isDevice || entry.value.deviceLimit === undefined)) return ofMachine;
      return entry.value.defaultOf?.[member] ?? entryAt(entry, kernel).default;
    };
  }

  return {
    data,
    dumps: once(readDumps),
    find,
    findAll,
    defaultsOf,
    boundsHold,
    hasTreeOf: ({ dotted }) => trees().has(treeOf(dotted)),
    isKnown: (name) => [...patterns(name)].some((pattern) => known().has(pattern)),
    nearest: (name) => spelling()(name),
  };
}

/** Makes something when it is first asked for, and keeps it. */
function once<Value extends object>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}

/** `net.core` of net.core.somaxconn. */
function treeOf(name: string): string {
  return name.split(".", 2).join(".");
}

const noDumps = (): DumpIndex =>
  createDumpIndex([], () => {
    throw new Error("there are no dumps");
  });

/**
 * Reads what the build made from content/, lines of JSON: everything but the dumps, the outlines of the dumps, then
 * each dump. A line is parsed when something of it is first asked for. Throws when it is not that: a broken
 * installation.
 */
export function loadKnowledge(text: string): Knowledge {
  const firstEnd = text.indexOf("\n");
  return createKnowledge(JSON.parse(text.slice(0, firstEnd)) as KnowledgeData, () => {
    const [outlines = "", ...dumps] = text.slice(firstEnd + 1).split("\n");
    return createDumpIndex(
      JSON.parse(outlines) as DumpOutline[],
      (position) => JSON.parse(dumps[position] ?? "") as Dump,
    );
  });
}
