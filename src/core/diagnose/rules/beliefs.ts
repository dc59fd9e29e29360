import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import type { FileContext, FileRule } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

/** `secure_redirects = 0` read as a refusal, with nothing in the file that refuses. */
export const widenedRedirects: FileRule = (file, report) => {
  for (const setting of file.settings) {
    if (setting.entry.name !== "net.ipv4.conf.*.secure_redirects" || numberOf(setting) !== 0n) continue;
    const accepting = setting.key.replace(/secure_redirects$/, "accept_redirects");
    if (isExample(file) || numberOf(file.last(accepting)) === 0n) continue;
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
