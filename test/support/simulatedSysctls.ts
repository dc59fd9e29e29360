import assert from "node:assert/strict";
import type { SysctlText } from "../../src/core/simulator/machine/sysctls";

/** Sysctls of a simulated machine that no scenario sets up: what a kernel begins with. */
const sysctls: Readonly<Record<string, number | string>> = {
  "net.core.netdev_budget": 300,
  "net.core.netdev_budget_usecs": 8000,
  "net.core.netdev_max_backlog": 1000,
  "net.core.dev_weight": 64,
  "net.core.rmem_default": 212992,
  "net.core.wmem_default": 212992,
  "net.core.somaxconn": 4096,
  "net.ipv4.tcp_syncookies": 1,
  "net.ipv4.tcp_max_syn_backlog": 2048,
  "net.ipv4.tcp_abort_on_overflow": 0,
  "net.ipv4.tcp_syn_retries": 6,
  "net.ipv4.tcp_syn_linear_timeouts": 4,
  "net.ipv4.tcp_synack_retries": 5,
  "net.ipv4.ip_local_port_range": "32768 60999",
  "net.ipv4.ip_local_reserved_ports": "",
  "net.ipv4.ip_unprivileged_port_start": 1024,
  "net.ipv4.ip_autobind_reuse": 0,
  "net.ipv4.tcp_max_tw_buckets": 131072,
  "net.ipv4.tcp_tw_reuse": 2,
  "net.ipv4.tcp_tw_reuse_delay": 1000,
  "net.ipv4.tcp_rfc1337": 0,
  "net.ipv4.ip_forward": 1,
  "net.netfilter.nf_conntrack_max": 262144,
  "net.netfilter.nf_conntrack_buckets": 262144,
  "net.netfilter.nf_conntrack_tcp_loose": 1,
  "net.netfilter.nf_conntrack_tcp_timeout_syn_sent": 120,
  "net.netfilter.nf_conntrack_tcp_timeout_syn_recv": 60,
  "net.netfilter.nf_conntrack_tcp_timeout_established": 432000,
  "net.netfilter.nf_conntrack_tcp_timeout_fin_wait": 120,
  "net.netfilter.nf_conntrack_tcp_timeout_close_wait": 60,
  "net.netfilter.nf_conntrack_tcp_timeout_last_ack": 30,
  "net.netfilter.nf_conntrack_tcp_timeout_time_wait": 120,
  "net.netfilter.nf_conntrack_tcp_timeout_close": 10,
  "net.netfilter.nf_conntrack_tcp_timeout_unacknowledged": 300,
  "net.netfilter.nf_conntrack_udp_timeout": 30,
  "net.netfilter.nf_conntrack_udp_timeout_stream": 120,
};

/** Reads them, with some changed. Fails for one that is not listed. */
export function simulatedSysctls(changed: Readonly<Record<string, number | string>> = {}): SysctlText {
  return (name) => String(changed[name] ?? sysctls[name] ?? assert.fail(`no ${name}`));
}
