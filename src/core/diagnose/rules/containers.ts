import { escapeMarkdown } from "../../explain/markdown";
import type { SettingPlace } from "../../documents/sysctlConf";
import type { JudgedSetting, SettingRule } from "../judgedSetting";

const separateKeys = ["net.", "fs.mqueue.", "kernel.shm", "kernel.msg"];
const separateKey = "kernel.sem";
/** The name of its own that a container has; a pod has no such setting. */
const nameKeys = new Set(["kernel.hostname", "kernel.domainname"]);

/** What every kubelet lets a pod set, unless its administrator says otherwise. */
const safeKeys = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
]);

/** What a pod or a container cannot set, or a pod only where its node allows it. */
export const containerSetting: SettingRule = (setting, _context, report) => {
  if (!setting.place) return;
  const code = trouble(setting, setting.place);
  if (code !== undefined) report(code, "key", { key: escapeMarkdown(setting.key) });
};

function trouble({ entry, key }: JudgedSetting, { kind, hostNetwork }: SettingPlace): string | undefined {
  if (!isSeparate(key)) return kind === "container" && nameKeys.has(key) ? undefined : "container/not-namespaced";
  if (key.startsWith("net.")) {
    if (hostNetwork) return "container/host-network";
    if (entry.scope === "global" || entry.scope === "global-read-only") return "container/missing-in-namespace";
  }
  return kind === "pod" && !safeKeys.has(key) ? "container/unsafe-sysctl" : undefined;
}

/** The names that container engines and kubelet take for namespaced. */
function isSeparate(key: string): boolean {
  return key === separateKey || separateKeys.some((prefix) => key.startsWith(prefix));
}
