import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import type { SettingRule } from "../judgedSetting";

/** A key that starts an action when it is written, such as a flush, stored to be repeated at each boot. */
export const storedAction: SettingRule = ({ entry, key, isCommand }, _context, report) => {
  if (entry.value.unit === "trigger" && !isCommand) report("sysctl/stored-action", "key", { key: escapeMarkdown(key) });
};

/** A key that exists only once a module is loaded, in a text that does not name that module to load it. */
export const needsModule: SettingRule = ({ entry, key, ignoresErrors }, { hasWord, dialect }, report) => {
  // What writes to a running machine usually loads the module first, and else fails before its author's eyes.
  if (entry.module === undefined || ignoresErrors || dialect === "embedded" || hasWord(entry.module)) return;
  report("sysctl/needs-module", "key", { key: escapeMarkdown(key), module: inlineCode(entry.module) });
};
