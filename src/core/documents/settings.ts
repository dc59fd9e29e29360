import { parseSysctlConf, type SysctlLine } from "./sysctlConf";
import { isTunedProfile, parseTunedProfile } from "./tunedProfile";

/** How a file writes its settings. */
export type Dialect = "sysctl.conf" | "tuned";

/** A text taken for one dialect, by what stands in it. */
export interface SettingsText {
  readonly dialect: Dialect;
  readonly lines: Iterable<SysctlLine>;
}

/** Recognises the dialect of a text and reads its lines. */
export function readSettings(text: string): SettingsText {
  return isTunedProfile(text)
    ? { dialect: "tuned", lines: parseTunedProfile(text) }
    : { dialect: "sysctl.conf", lines: parseSysctlConf(text) };
}
