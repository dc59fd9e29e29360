import { escapeMarkdown } from "../../explain/markdown";
import { numberIn, type FileRule } from "../judgedSetting";
import { defaultOf, interfaceSetting, numberOf, settingsOf, siblings, type InterfaceSetting } from "./interfaceKey";

/** Keys of `all` that something else than an interface reads, or that nothing reads under any name. */
const otherUse = new Set(["net.ipv6.conf.*.hop_limit", "net.ipv4.conf.*.tag"]);

/** `all` of a family of which the kernel reads nothing but the interface's own value. */
export const allWithoutEffect: FileRule = (file, report) => {
  for (const all of settingsOf(file, "all")) {
    const { setting, combine, keyOf } = all;
    const number = numberOf(setting);
    if (combine !== "interface-only" || otherUse.has(setting.entry.name) || number === defaultOf(file, all)) continue;
    const same = siblings(file, all).filter((other) => numberOf(other) === number);
    const reaching = same.filter(({ key }) => key !== keyOf("default"));
    // IPv4 copies `default` to interfaces without an address as well, which at boot are all.
    if (reaching.length > 0 || (same.length > 0 && setting.key.startsWith("net.ipv4."))) continue;
    const code = same.length > 0 ? "sysctl/only-new-interfaces" : "sysctl/all-without-effect";
    report(code, setting.keySpan, { key: escapeMarkdown(setting.key), default: keyOf("default") });
  }
};

/** `default` alone, which IPv6 copies into interfaces created later and into no other. */
export const defaultAlone: FileRule = (file, report) => {
  for (const seed of settingsOf(file, "default")) {
    const { setting } = seed;
    if (!setting.key.startsWith("net.ipv6.")) continue;
    if (numberOf(setting) === defaultOf(file, seed) || siblings(file, seed).length > 0) continue;
    report("sysctl/default-alone", setting.keySpan, { key: escapeMarkdown(setting.key) });
  }
};

/** An interface's own value that the one of `all` overrules. */
export const overruledByAll: FileRule = (file, report) => {
  for (const setting of file.settings) {
    const read = interfaceSetting(setting);
    if (!read || read.member === "all" || read.member.includes("*")) continue;
    const allKey = read.keyOf("all");
    // The kernel's default of `all` overrules only where both are needed.
    if (read.combine !== "and" && !file.last(allKey)) continue;
    const own = numberOf(setting);
    const all = numberIn(file, allKey);
    if (own === undefined || all === undefined || !isOverruled(read.combine, own, all)) continue;
    const values = { key: escapeMarkdown(setting.key), all: allKey, number: String(all) };
    report("sysctl/overruled-by-all", setting.keySpan, values);
  }
};

function isOverruled(combine: InterfaceSetting["combine"], own: bigint, all: bigint): boolean {
  switch (combine) {
    case "max":
      return own < all;
    case "or":
      return own === 0n && all !== 0n;
    case "and":
      return own !== 0n && all === 0n;
    default:
      return false;
  }
}

/** 0 there shuts nobody out, so that it does no harm where it is without effect. */
const widening = "net.ipv4.conf.*.secure_redirects";

/** 0 for `all` where an interface's own 1, the kernel's default, is enough. */
export const allZeroNotEnough: FileRule = (file, report) => {
  for (const all of settingsOf(file, "all")) {
    const { setting, combine, keyOf } = all;
    if (setting.entry.name === widening) continue;
    const number = numberOf(setting);
    const own = defaultOf(file, all);
    if (number === undefined || own === undefined || number >= own || siblings(file, all).length > 0) continue;
    const values = { key: escapeMarkdown(setting.key), number: String(number), own: String(own), default: keyOf("default") }; // prettier-ignore
    if (combine === "max" || combine === "or") report("sysctl/all-zero-not-enough", setting.keySpan, values);
    // A machine that forwards needs both, so there the one 0 is enough.
    if (
      setting.key === "net.ipv4.conf.all.accept_redirects" &&
      !forwards(numberIn(file, "net.ipv4.ip_forward"), numberIn(file, "net.ipv4.conf.all.forwarding"))
    )
      // prettier-ignore
      report("sysctl/redirects-still-accepted", setting.keySpan, values);
  }
};

function forwards(...numbers: readonly (bigint | undefined)[]): boolean {
  return numbers.some((number) => number !== undefined && number !== 0n);
}
