import type { Wording } from "./wording";

/** Languages every text exists in. */
export const languages = ["en", "zh-cn"] as const;
export type Language = (typeof languages)[number];

/** What a write(2) to a key may fail with. */
export type Errno = "EINVAL" | "EACCES" | "EPERM" | "ENOENT" | "EIO" | "EOVERFLOW";

/** What a key holds, words separated by one space; `undefined` where that is not known. */
export type CurrentValue = (name: string) => string | undefined;

/** A kernel release as people write it: `5.4`, `4.12`, `6.1.90`. */
export type KernelVersion = string;

export type Unit =
  | "bytes" | "pages" | "packets" | "connections" | "sockets" | "entries" | "files" | "ports" | "datagrams"
  | "segments" | "attempts" | "probes" | "redirects" | "addresses" | "buckets" | "flows" | "hosts"
  | "seconds" | "milliseconds" | "microseconds" | "nanoseconds" | "centiseconds" | "log2" | "percent" | "number" | "ticks" | "deciseconds" | "kibibytes" | "processes" | "mappings" | "watches"
  | "events" | "interrupts" | "objects" | "bits-per-second" | "messages" | "hops" | "fragments" | "routes" | "groups" | "rounds" | "retransmissions"
  | "flag" | "choice" | "bitmask" | "name" | "list" | "trigger"; // prettier-ignore

/** How the kernel stores a value, and so how it reads what is written. */
export type ValueType =
  | "int"
  | "uint"
  | "u8"
  | "long"
  | "ulong" // numbers of that C type
  | "flag01" // any number, kept as 0 or 1
  | "string"
  | "port-range"
  | "gid-range"
  | "range-list"
  | "cpumask"
  | "fastopen-key"
  | "ipv6-address"
  | "trigger"; // write-only, acts at once

export interface ValueFacts {
  readonly type: ValueType;
  /** The kernel keeps the time in ticks, so fine steps are rounded. */
  readonly clock?: "seconds-in-jiffies" | "milliseconds-in-jiffies" | "centiseconds-in-jiffies";
  readonly unit: Unit;
  readonly readOnly?: boolean;
  /** Giving only the first numbers is customary. */
  readonly fewerIsUsual?: boolean;
  /** Cannot be read back. */
  readonly writeOnly?: boolean;
  /** For vectors: one item per number, in order. */
  readonly elements?: readonly { readonly name: string; readonly meaning: string }[];
  /** Bounds of each number on the newest kernel covered; a string where a double cannot hold the figure. */
  readonly range?: {
    readonly min: number | string;
    readonly max: number | string;
    readonly basis: "measured" | "source";
    /** Narrower bounds of other patch levels and builds of the covered kernels. */
    readonly otherBuilds?: { readonly min?: number; readonly max?: number };
  };
  /** The device the family member is about sets the largest value. */
  readonly deviceLimit?: "mtu";
  /** A further limit depends on the device or machine, so a value inside the range may still be refused. */
  readonly limitedElsewhere?: boolean;
  /** Keys whose present (first) number bounds the first number of this one. */
  readonly atLeast?: string;
  readonly atMost?: string;
  /** As the newest kernel covered prints it, words separated by one space. */
  readonly default?: string;
  /** Members of a family that begin with something else: `{ all: "0" }`. */
  readonly defaultOf?: Readonly<Record<string, string>>;
  /** Members of a family that take no value at all, with what a write to them fails with. */
  readonly refusedBy?: Readonly<Record<string, Errno>>;
  /** Where the default depends on memory, CPUs or build options. */
  readonly defaultRule?: string;
  readonly choices?: readonly { readonly value: string; readonly meaning: string }[];
  readonly bits?: readonly { readonly mask: number; readonly meaning: string }[];
}

/** See the `scope` of content/schema/sysctl.schema.json. */
export type Scope =
  | "namespace"
  | "global"
  | "global-read-only"
  | "global-writable"
  | "ipc-namespace"
  | "uts-namespace"
  | "pid-namespace"
  | "user-namespace";

export interface VersionChange {
  readonly kernel: KernelVersion;
  readonly change: "added" | "removed" | "default" | "range" | "behaviour";
  readonly from?: string;
  readonly to?: string;
  readonly note?: string;
  readonly replacedBy?: readonly string[];
}

export type Source =
  | { readonly doc: string }
  | { readonly code: string; readonly symbol: string }
  | { readonly rfc: number; readonly section?: string }
  | { readonly commit: string }
  | { readonly measured: string; readonly kernel: KernelVersion };

/** What we know of one sysctl, in one language. Texts are inline Markdown of our own. */
export interface SysctlEntry {
  /** Dotted pattern; `*` stands for the interface. */
  readonly name: string;
  readonly summary: string;
  readonly explanation: string;
  readonly value: ValueFacts;
  readonly scope: Scope;
  readonly interfaces?: { readonly combine: string; readonly rule: string };
  readonly effective?: string;
  readonly derived?: readonly {
    readonly label: string;
    readonly formula: string;
    readonly unit: Unit;
    readonly element?: string;
  }[];
  readonly tuning?: { readonly raise?: string; readonly lower?: string; readonly risk?: string };
  /** Oldest first. */
  readonly versions?: readonly VersionChange[];
  readonly module?: string;
  readonly counters?: readonly { readonly name: string; readonly command: string; readonly sign: string }[];
  readonly related?: readonly string[];
  readonly lessons?: readonly string[];
  readonly sources: readonly Source[];
}

/** The words a key of type string takes on a machine, and what others fail with. */
export interface WordRules {
  /** Accepted as they are. */
  readonly words?: readonly string[];
  /** Accepted whatever follows and in any case; per member of a family, `*` for all of them. */
  readonly prefixes?: Readonly<Record<string, readonly string[]>>;
  readonly refused?: Readonly<Record<string, Errno>>;
  readonly otherwise: Errno;
}

/** What a prediction needs to know of the machine besides its kernel's version. */
export interface Machine {
  /** Ticks a second (`CONFIG_HZ`). */
  readonly hz: number;
  /** CPUs it can have (`nr_cpu_ids`). */
  readonly cpus: number;
  /** The MTU of devices; `*` for those not named. */
  readonly mtu: Readonly<Record<string, number>>;
  /** What keys hold at the start that compute it from the machine. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, WordRules>>;
}

/** How a dump is laid out; see content/schema/dump.schema.json. */
export type DumpLayout = "columns" | "paired-lines" | "labelled" | "names" | "tokens" | "files";

/** What we know of one column, counter or other field of a dump, in one language. */
export interface DumpField {
  /** As printed; `*` stands for digits. */
  readonly name: string;
  /** The label of its line or block, as printed. */
  readonly group?: string;
  /** Position in a table, from 1. */
  readonly column?: number;
  readonly aliases?: readonly string[];
  /** The line of `netstat -s` that prints it, with {count} for the number. */
  readonly netstat?: string;
  readonly summary: string;
  readonly meaning: string;
  readonly kind: "counter" | "gauge" | "limit" | "state" | "flags" | "identity" | "text";
  readonly unit: Unit;
  readonly numbers?: "decimal" | "hex";
  /** Where it is not the dump's own. */
  readonly scope?: "machine";
  readonly growth?: "normal" | "watch" | "bad";
  /** What growth, or a high or odd figure, points to. */
  readonly points?: string;
  readonly choices?: readonly { readonly value: string; readonly meaning: string }[];
  readonly bits?: readonly { readonly mask: number; readonly meaning: string }[];
  /** Kernel functions that change it or fill it in. */
  readonly counted?: readonly { readonly code: string; readonly symbol: string }[];
  readonly keys?: readonly string[];
  /** Other fields, as `TcpExtListenDrops` or `softnet_stat:dropped`. */
  readonly related?: readonly string[];
  readonly lessons?: readonly string[];
  readonly versions?: readonly VersionChange[];
  readonly sources?: readonly Source[];
}

/** A /proc or /sys file, or what a command prints, with its fields. */
export interface Dump {
  readonly id: string;
  readonly summary: string;
  readonly explanation?: string;
  /** Files and commands it is read from. */
  readonly places: readonly string[];
  readonly layout: DumpLayout;
  readonly numbers?: "decimal" | "hex";
  readonly scope: "namespace" | "machine" | "device" | "socket" | "process";
  readonly sharesFieldsOf?: readonly string[];
  readonly related?: readonly string[];
  readonly lessons?: readonly string[];
  readonly sources: readonly Source[];
  readonly fields: readonly DumpField[];
}

export type LessonTitle = {
  readonly id: string;
  readonly title: string;
} & (
  | { readonly available: false }
  /** Its text exists in this language. */
  | ({ readonly available: true } & LessonOutline)
);

/** What lists of lessons show. */
export interface LessonOutline {
  /** The learner's question. */
  readonly question: string;
  readonly minutes: number;
  readonly difficulty: "beginner" | "intermediate" | "advanced";
  readonly prerequisites: readonly string[];
  /** Ids of its questions. */
  readonly predictions: readonly string[];
}

/** Lessons in an order that suits somebody. */
export interface LessonPath {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly lessons: readonly string[];
}

/** How much a finding matters: a hint is worth knowing and nothing is wrong. */
export type Severity = "error" | "warning" | "information" | "hint";

/** A number of a value that a rule speaks of. */
export interface RuleCondition {
  /** Names of entries, or of single members of a family. */
  readonly keys: readonly string[];
  /** Bounds of the number, both included; without any, every value is meant. */
  readonly from?: number;
  readonly to?: number;
  /** Which number of the value, from 0 (the first, if left out). */
  readonly word?: number;
  readonly since?: KernelVersion;
  /** Silent in other syntaxes. */
  readonly onlyInOwnFiles?: true;
}

/** A rule of `check`: permanent code, severity, message with {placeholders}. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What it speaks of, where a key and a number say it all; any of these. */
  readonly when?: readonly RuleCondition[];
  /** Its page in Markdown: why, an example, what to do. */
  readonly page: string;
}

/** What a unit is called, and how a number of them reads, with {count} for the digits. */
export type Units = Readonly<Record<Unit, { readonly label: string; readonly count: string }>>;

/** A counter the watch panel can plot. */
export interface WatchedCounter {
  /** As `TcpExtListenDrops` or `softnet_stat:dropped`. */
  readonly counter: string;
  /** The key that decides most. */
  readonly key?: string;
  /** The key that bounds it, and which number of its value does, from 0 (the first, if left out). */
  readonly limit?: { readonly key: string; readonly word?: number };
  /** Shown before anybody has chosen. */
  readonly chosen?: true;
}

export interface WatchGroup {
  readonly title: string;
  readonly counters: readonly WatchedCounter[];
}

/** All that is known, in one language: what the build compiles `content/` to. */
export interface KnowledgeData {
  readonly language: Language;
  /** The newest kernel whose facts the entries state. */
  readonly newestKernel: KernelVersion;
  /** The machine on which what we say of writes was measured. */
  readonly measuredMachine: Machine;
  /** The oldest kernel for which the bounds of values are known to hold. */
  readonly boundsSince: KernelVersion;
  readonly sysctls: readonly SysctlEntry[];
  /** Further keys that exist on a covered kernel but have no entry yet. */
  readonly otherNames: readonly string[];
  /** The keys set most often, most first. */
  readonly keysByUse: readonly string[];
  readonly units: Units;
  readonly wording: Wording;
  readonly rules: readonly Rule[];
  readonly lessons: readonly LessonTitle[];
  /** What the watch panel can plot. */
  readonly watch: readonly WatchGroup[];
  readonly lessonPaths: readonly LessonPath[];
}
