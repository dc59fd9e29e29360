import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { entryAt } from "../../knowledge/kernelVersion";
import { isTaken, numbersOf, type SettingRule } from "../judgedSetting";
import { isStatedForAnyValue } from "./stated";

/** Limits that a line in a file is usually meant to raise, with the number of the value that is the limit. */
const limits: ReadonlyMap<string, number> = new Map([
  ["fs.aio-max-nr", 0],
  ["fs.inotify.max_user_instances", 0],
  ["fs.nr_open", 0],
  ["fs.pipe-max-size", 0],
  ["kernel.msgmax", 0],
  ["kernel.msgmnb", 0],
  ["kernel.shmmni", 0],
  ["net.core.netdev_budget", 0],
  ["net.core.netdev_max_backlog", 0],
  ["net.core.optmem_max", 0],
  ["net.core.rmem_max", 0],
  ["net.core.somaxconn", 0],
  ["net.core.wmem_max", 0],
  ["net.ipv4.igmp_max_memberships", 0],
  ["net.ipv4.tcp_limit_output_bytes", 0],
  ["net.ipv4.tcp_rmem", 2],
  ["net.ipv4.tcp_wmem", 2],
  ["net.unix.max_dgram_qlen", 0],
  ["vm.max_map_count", 0],
]);

/** A figure from the time when the default was lower: the line takes away what it was meant to give. */
export const loweredLimit: SettingRule = (setting, { kernel }, report) => {
  const { entry, key, value } = setting;
  const word = limits.get(entry.name);
  if (word === undefined || setting.outcome.kind === "refused") return;
  const number = numbersOf(value)[word];
  const usual = numbersOf(entryAt(entry, kernel).default ?? "")[word];
  // 0 and less switch a limit off or are a decision of their own.
  if (number === undefined || usual === undefined || number <= 0n || number >= usual) return;
  // The default of the buffers follows the memory of small machines.
  const code = entry.value.elements ? "sysctl/lowered-buffer-ceiling" : "sysctl/lowered-limit";
  const values = { key: escapeMarkdown(key), value: inlineCode(String(number)), usual: inlineCode(String(usual)) };
  report(code, "value", { ...values, kernel });
};

/** Families whose keys nothing but the administrator sets on usual distributions. */
const untouched = /^net\.(?:core|ipv4\.(?:tcp|udp|ipfrag|neigh\.default))[._]/;

/** Keys that security guides ask for by name, so that the line stands there on purpose. */
const pinned = new Set(["net.core.bpf_jit_harden", "net.ipv4.tcp_rfc1337", "net.ipv4.tcp_syncookies"]);

/** What the key holds anyway on the kernels covered, so that the line only matters against another one. */
export const defaultValue: SettingRule = (setting, { knowledge, kernel, dialect }, report) => {
  const { entry, key, value } = setting;
  if (!isTaken(setting) || !untouched.test(entry.name) || pinned.has(entry.name)) return;
  if (dialect === "embedded" || !knowledge.boundsHold(kernel) || isStatedForAnyValue(knowledge, entry.name)) return;
  const { default: usual, defaultRule } = entry.value;
  const hasChanged = entry.versions?.some(({ change }) => change === "default") ?? false;
  if (usual === undefined || defaultRule !== undefined || hasChanged || usual !== value) return;
  report("sysctl/default-value", "value", { key: escapeMarkdown(key), value: inlineCode(value) });
};
