import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { isTaken, numbersOf, type SettingRule } from "../judgedSetting";

/** Masks whose bits are all described, apart from those of kernels before the ones covered. */
const fullMasks: ReadonlyMap<string, bigint> = new Map([
  ["kernel.sysrq", 0x1ffn],
  // 0x800 was a second way to say 0x400.
  ["net.ipv4.tcp_fastopen", 0xe07n],
  ["net.ipv4.tcp_recovery", 0x7n],
  ["vm.zone_reclaim_mode", 0x7n],
]);

/** A bit nothing in the kernel asks for. */
export const unknownBit: SettingRule = (setting, _context, report) => {
  const known = fullMasks.get(setting.entry.name);
  const number = known === undefined || !isTaken(setting) ? undefined : numbersOf(setting.value)[0];
  if (known === undefined || number === undefined || number < 0n || (number & ~known) === 0n) return;
  const bits = inlineCode(`0x${(number & ~known).toString(16)}`);
  report("sysctl/unknown-bit", "value", { key: escapeMarkdown(setting.key), bits });
};

/**
 * Modes whose list is complete, and which distributions do not extend (as some do `kernel.perf_event_paranoid`);
 * the kernel stores any other number too.
 */
const modes = new Set([
  "kernel.randomize_va_space",
  "net.ipv4.conf.*.arp_accept",
  "net.ipv4.conf.*.arp_announce",
  "net.ipv4.conf.*.arp_ignore",
  "net.ipv4.conf.*.rp_filter",
  "net.ipv4.ip_no_pmtu_disc",
  "net.ipv4.tcp_mtu_probing",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_timestamps",
  "net.ipv6.conf.*.accept_ra",
]);

/** A mode that does not exist. */
export const unknownMode: SettingRule = (setting, _context, report) => {
  const { entry, key, value } = setting;
  if (!modes.has(entry.name) || !isTaken(setting)) return;
  const number = numbersOf(value)[0];
  const known = entry.value.choices?.map((choice) => choice.value) ?? [];
  if (number === undefined || known.includes(String(number))) return;
  report("sysctl/unknown-mode", "value", {
    key: escapeMarkdown(key),
    value: inlineCode(String(number)),
    modes: known.map(inlineCode).join(", "),
  });
};
