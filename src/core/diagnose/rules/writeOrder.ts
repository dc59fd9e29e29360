import { escapeMarkdown } from "../../explain/markdown";
import type { FileContext, FileRule, PlacedSetting } from "../judgedSetting";
import { interfaceSetting, numberOf } from "./interfaceKey";

/** Keys that are names of one variable, the second in a unit so many times finer. */
const sameVariable: readonly (readonly [string, string, bigint])[] = [
  ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", 1n],
  ["net.nf_conntrack_max", "net.netfilter.nf_conntrack_max", 1n],
  ["net.ipv4.neigh.default.base_reachable_time", "net.ipv4.neigh.default.base_reachable_time_ms", 1000n],
  ["net.ipv6.neigh.default.base_reachable_time", "net.ipv6.neigh.default.base_reachable_time_ms", 1000n],
  ["net.ipv6.route.gc_min_interval", "net.ipv6.route.gc_min_interval_ms", 1000n],
];

/** A write to one of these sets the other to 0. */
const exclusive: readonly (readonly [string, string])[] = [
  ["vm.dirty_bytes", "vm.dirty_ratio"],
  ["vm.dirty_background_bytes", "vm.dirty_background_ratio"],
];

/** `all` of these families reaches the interfaces only when it changes, and 0 is what it holds at the start. */
const reachesOnChange = new Set(["net.ipv4.conf.*.forwarding", "net.ipv6.conf.*.force_forwarding"]);

const forwardingKeys = ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"];

/** A line that a later one overwrites under another name; elsewhere the order of writing is not that of the text. */
export const undoneByLaterLine: FileRule = (file, report) => {
  if (file.dialect !== "sysctl.conf") return;
  for (const setting of file.settings) {
    if (!isOverwritten(setting)) continue;
    const later = overwriters(file, setting).find((other) => other.keySpan.start > setting.keySpan.start);
    if (!later) continue;
    const values = { key: escapeMarkdown(setting.key), later: escapeMarkdown(later.key) };
    report("sysctl/undone-by-later-line", setting.keySpan, values);
  }
};

const overwrittenKeys = new Set(["net.ipv4.conf.all.accept_redirects", ...sameVariable.flatMap(([a, b]) => [a, b])]);

/** Whether some other key writes this one at all. */
function isOverwritten({ entry, key }: PlacedSetting): boolean {
  return entry.interfaces?.combine === "all-writes-every-interface" || overwrittenKeys.has(key);
}

/** The settings that leave another value in the key when they are written after it. */
function overwriters(file: FileContext, setting: PlacedSetting): readonly PlacedSetting[] {
  const number = numberOf(setting);
  if (number === undefined) return [];
  return [
    ...namesOfSame(file, setting, number),
    ...writersOfEveryInterface(file, setting, number),
    ...resettersOfRedirects(file, setting, number),
  ];
}

function namesOfSame(file: FileContext, { key }: PlacedSetting, number: bigint): readonly PlacedSetting[] {
  return sameVariable.flatMap(([coarse, fine, factor]) => {
    if (key !== coarse && key !== fine) return [];
    const other = file.last(key === coarse ? fine : coarse);
    const theirs = numberOf(other);
    if (!other || theirs === undefined) return [];
    const isSame = key === coarse ? number * factor === theirs : theirs * factor === number;
    return isSame ? [] : [other];
  });
}

function writersOfEveryInterface(file: FileContext, setting: PlacedSetting, number: bigint): readonly PlacedSetting[] {
  const read = interfaceSetting(setting);
  if (read?.combine !== "all-writes-every-interface" || read.member === "all" || read.member.includes("*")) return [];
  const { name } = setting.entry;
  if (name === "net.ipv6.conf.*.force_forwarding" && read.member === "default") return [];
  const keys = name === "net.ipv4.conf.*.forwarding" ? forwardingKeys : [read.keyOf("all")];
  return taken(file, keys).filter((all) => {
    const theirs = numberOf(all);
    return theirs !== number && !(theirs === 0n && reachesOnChange.has(name));
  });
}

/** Forwarding that goes on sets `accept_redirects` of `all` to 0. */
function resettersOfRedirects(file: FileContext, { key }: PlacedSetting, number: bigint): readonly PlacedSetting[] {
  if (key !== "net.ipv4.conf.all.accept_redirects" || number === 0n) return [];
  return taken(file, forwardingKeys).filter((forwarding) => numberOf(forwarding) !== 0n);
}

function taken(file: FileContext, keys: readonly string[]): PlacedSetting[] {
  return keys.map((key) => file.last(key)).filter((setting) => setting !== undefined);
}

/** Two keys of which only one can be in force. */
export const oneOfTwo: FileRule = (file, report) => {
  for (const pair of exclusive) {
    const settings = taken(file, pair).sort((a, b) => a.keySpan.start - b.keySpan.start);
    const [first, second] = settings;
    if (!first || !second || settings.some((setting) => numberOf(setting) === 0n)) continue;
    report("sysctl/one-of-two", first.keySpan, { key: escapeMarkdown(first.key), other: second.key });
  }
};
