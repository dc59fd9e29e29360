import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import type { FileContext, FileRule, PlacedSetting } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

/** `secure_redirects = 0` read as a refusal, with nothing in the file that refuses. */
export const widenedRedirects: FileRule = (file, report) => {
  if (isExample(file)) return;
  const zeros = (name: string): readonly PlacedSetting[] =>
    file.settings.filter(({ entry }) => entry.name === `net.ipv4.conf.*.${name}`).filter((one) => numberOf(one) === 0n);
  const settings = zeros("secure_redirects");
  if (settings.length === 0 || zeros("accept_redirects").length > 0) return;
  for (const setting of settings) {
    report("security/secure-redirects-off", setting.valueSpan, { key: escapeMarkdown(setting.key) });
  }
};

/** Two keys that together show every user where the kernel's code lies (`kallsyms_show_value`). */
export const openKernelAddresses: FileRule = (file, report) => {
  const pointers = file.last("kernel.kptr_restrict");
  const events = numberOf(file.last("kernel.perf_event_paranoid"));
  if (!pointers || numberOf(pointers) !== 0n || events === undefined || events > 1n) return;
  report("security/kernel-addresses-open", pointers.valueSpan, { level: inlineCode(String(events)) });
};

/** In other syntaxes a setting is often one of several files, or an example. */
function isExample({ dialect }: FileContext): boolean {
  return dialect === "embedded";
}
