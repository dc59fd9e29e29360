import { entryAt } from "../../knowledge/kernelVersion";
import type { SysctlEntry } from "../../knowledge/types";
import { numbersOf, type FileContext, type JudgedSetting, type PlacedSetting } from "../judgedSetting";

/** A setting of a per-interface family. */
export interface InterfaceSetting<Setting extends JudgedSetting = PlacedSetting> {
  readonly setting: Setting;
  /** `all`, `default`, an interface, or a pattern of names. */
  readonly member: string;
  readonly combine: NonNullable<SysctlEntry["interfaces"]>["combine"];
  /** The same key of another member. */
  readonly keyOf: (member: string) => string;
}

/** Reads a setting below net.ipv4.conf or net.ipv6.conf, the families with an `all`. */
export function interfaceSetting<Setting extends JudgedSetting>(
  setting: Setting,
): InterfaceSetting<Setting> | undefined {
  const { entry, key } = setting;
  if (!entry.interfaces || !isConf(entry.name)) return undefined;
  const [before = "", after = ""] = entry.name.split("*");
  return {
    setting,
    member: key.slice(before.length, key.length - after.length),
    combine: entry.interfaces.combine,
    keyOf: (member) => `${before}${member}${after}`,
  };
}

function isConf(name: string): boolean {
  return name.startsWith("net.ipv4.conf.") || name.startsWith("net.ipv6.conf.");
}

/** The settings of `member` in all families. */
export function* settingsOf(file: FileContext, member: "all" | "default"): Generator<InterfaceSetting> {
  for (const setting of file.settings) {
    if (!setting.entry.interfaces || !setting.key.includes(`.${member}.`)) continue;
    const read = interfaceSetting(setting);
    if (read?.member === member) yield read;
  }
}

/** The settings of the same family and of other members. */
export function siblings(file: FileContext, { setting }: InterfaceSetting): readonly PlacedSetting[] {
  return file.settings.filter(({ entry, key }) => entry === setting.entry && key !== setting.key);
}

/** The first number of a setting. */
export function numberOf(setting: JudgedSetting | undefined): bigint | undefined {
  return setting && numbersOf(setting.value)[0];
}

/** What interfaces hold that nobody tuned. */
export function defaultOf(file: FileContext, { setting }: InterfaceSetting): bigint | undefined {
  return numbersOf(entryAt(setting.entry, file.kernel).default ?? "")[0];
}
