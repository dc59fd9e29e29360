import { formatBytes } from "../../explain/figures";
import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { compareKernels } from "../../knowledge/kernelVersion";
import { numberIn, numbersOf, type FileContext, type FileRule, type PlacedSetting } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

const pageBytes = 4096n;
/** Figures from here on mean "no limit". */
const unlimited = 2n ** 50n;

/** Bytes where the kernel counts pages. */
export const sharedMemory: FileRule = (file, report) => {
  const total = file.last("kernel.shmall");
  const pages = numberOf(total);
  const largest = numberOf(file.last("kernel.shmmax"));
  if (!total || pages === undefined || largest === undefined || pages >= unlimited || largest >= unlimited) return;
  if (pages !== largest) return;
  report("sysctl/shmall-in-bytes", total.valueSpan, { size: formatBytes(Number(pages * pageBytes)) });
};

/** A half-open limit nobody consults while SYN cookies are on (`tcp_conn_request`, since 4.4). */
export const unusedSynBacklog: FileRule = (file, report) => {
  const backlog = file.last("net.ipv4.tcp_max_syn_backlog");
  const cookies = numbersOf(file.valueOf("net.ipv4.tcp_syncookies") ?? "")[0];
  if (!backlog || isExample(file) || !cookies || compareKernels(file.kernel, "4.4") < 0) return;
  // The other rule about this key names the bound.
  if ((numberOf(backlog) ?? 0n) > (numberIn(file, "net.core.somaxconn") ?? 0n)) return;
  report("sysctl/syn-backlog-unused", backlog.keySpan);
};

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
