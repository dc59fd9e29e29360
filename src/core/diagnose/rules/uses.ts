import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import type { SettingRule } from "../judgedSetting";

/** A key that starts an action when it is written, such as a flush, stored to be repeated at each boot. */
export const storedAction: SettingRule = ({ entry, key }, _context, report) => {
  if (entry.value.unit === "trigger") report("sysctl/stored-action", "key", { key: escapeMarkdown(key) });
};

/** A key that exists only once a module is loaded. */
export const needsModule: SettingRule = ({ entry, key, ignoresErrors }, _context, report) => {
  if (entry.module === undefined || ignoresErrors) return;
  report("sysctl/needs-module", "key", { key: escapeMarkdown(key), module: inlineCode(entry.module) });
};
