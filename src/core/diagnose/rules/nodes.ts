import type { FileContext, FileRule } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

/** What kubelet writes when it starts. */
const kubeletSets: Readonly<Record<string, bigint>> = {
  "vm.overcommit_memory": 1n,
  "vm.panic_on_oom": 0n,
  "kernel.panic": 10n,
  "kernel.panic_on_oops": 1n,
  "kernel.keys.root_maxkeys": 1_000_000n,
  "kernel.keys.root_maxbytes": 25_000_000n,
};

/** What kube-proxy raises lower figures to when it starts without options; the first by the number of CPUs even higher. */
const kubeProxyRaises: Readonly<Record<string, bigint>> = {
  "net.netfilter.nf_conntrack_max": 131_072n,
  "net.netfilter.nf_conntrack_tcp_timeout_established": 86_400n,
  "net.netfilter.nf_conntrack_tcp_timeout_close_wait": 3_600n,
  "net.ipv4.conf.all.route_localnet": 1n,
};

/** Figures that kubelet overwrites. */
export const kubeletOverwrites: FileRule = (file, report) => {
  if (!isForKubernetes(file)) return;
  for (const setting of file.settings) {
    const wanted = kubeletSets[setting.key];
    if (wanted === undefined || numberOf(setting) === wanted) continue;
    report("container/kubelet-overwrites", setting.keySpan, { key: setting.key, wanted: String(wanted) });
  }
};

/** Figures that kube-proxy overwrites. */
export const kubeProxyOverwrites: FileRule = (file, report) => {
  if (!isForKubernetes(file)) return;
  for (const setting of file.settings) {
    const least = kubeProxyRaises[setting.key];
    const number = numberOf(setting);
    if (least === undefined || number === undefined || number >= least) continue;
    report("container/kube-proxy-overwrites", setting.keySpan, { key: setting.key, least: String(least) });
  }
};

/** Forwarding switched off for a machine whose containers need it. */
export const dockerOverwrites: FileRule = (file, report) => {
  if (!/docker|moby/i.test(nameOf(file))) return;
  for (const key of ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"]) {
    const forwarding = file.last(key);
    if (forwarding && numberOf(forwarding) === 0n) report("container/docker-overwrites", forwarding.keySpan, { key });
  }
};

/** The file's name says so, or it lets the firewall see bridged packets, as installation guides ask. */
function isForKubernetes(file: FileContext): boolean {
  if (/k8s|kube|(?:^|[-_.])cri(?:[-_.]|$)/i.test(nameOf(file))) return true;
  return numberOf(file.last("net.bridge.bridge-nf-call-iptables")) === 1n;
}

/** Its name without the directories. */
function nameOf({ file = "" }: FileContext): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
