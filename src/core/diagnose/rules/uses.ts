import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import type { SettingRule } from "../judgedSetting";

/** A key that starts an action when it is written, such as a flush, stored to be repeated at each boot. */
export const storedAction: SettingRule = ({ entry, key }, { dialect }, report) => {
  // A script may mean the action.
  if (entry.value.unit === "trigger" && dialect !== "embedded")
    report("sysctl/stored-action", "key", { key: escapeMarkdown(key) });
};

/** A key that exists only once a module is loaded. */
export const needsModule: SettingRule = ({ entry, key, ignoresErrors }, { dialect }, report) => {
  // What writes to a running machine usually loads the module first, and else fails before its author's eyes.
  if (entry.module === undefined || ignoresErrors || dialect === "embedded") return;
  report("sysctl/needs-module", "key", { key: escapeMarkdown(key), module: inlineCode(entry.module) });
};
