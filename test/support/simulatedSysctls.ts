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
  "net.ipv4.tcp_rmem": "4096 131072 33554432",
  "net.ipv4.tcp_wmem": "4096 16384 4194304",
  "net.ipv4.tcp_mem": "93027 124039 186054",
  "net.ipv4.tcp_retries2": 15,
  "net.ipv4.tcp_rto_min_us": 200000,
  "net.ipv4.tcp_rto_max_ms": 120000,
  "net.ipv4.tcp_timestamps": 1,
  "net.ipv4.tcp_window_scaling": 1,
  "net.ipv4.tcp_sack": 1,
  "net.ipv4.tcp_workaround_signed_windows": 0,
  "net.ipv4.tcp_app_win": 31,
  "net.ipv4.tcp_moderate_rcvbuf": 1,
  "net.ipv4.tcp_shrink_window": 0,
  "net.ipv4.tcp_adv_win_scale": 1,
  "net.ipv4.tcp_pacing_ss_ratio": 200,
  "net.ipv4.tcp_pacing_ca_ratio": 120,
  "net.ipv4.tcp_tso_rtt_log": 9,
  "net.ipv4.tcp_min_tso_segs": 2,
  "net.ipv4.tcp_tso_win_divisor": 3,
  "net.ipv4.tcp_early_retrans": 3,
  "net.ipv4.tcp_slow_start_after_idle": 1,
  "net.ipv4.tcp_orphan_retries": 0,
  "net.ipv4.tcp_max_orphans": 8192,
  "net.ipv4.tcp_fin_timeout": 60,
  "net.ipv4.tcp_keepalive_time": 7200,
  "net.ipv4.tcp_keepalive_intvl": 75,
  "net.ipv4.tcp_keepalive_probes": 9,
  "net.core.rmem_max": 4194304,
  "net.core.wmem_max": 4194304,
};

/** Reads them, with some changed. Fails for one that is not listed. */
export function simulatedSysctls(changed: Readonly<Record<string, number | string>> = {}): SysctlText {
  return (name) => String(changed[name] ?? sysctls[name] ?? assert.fail(`no ${name}`));
}
