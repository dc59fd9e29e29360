/** What differs between kernel releases, as far as this machine has it. */
export interface KernelRules {
  /**
   * `fits`: a datagram is admitted when the queue with it stays within the buffer, or is empty without it;
   * `not-yet-over`: when the queue without it is not yet above the buffer.
   */
  readonly udpAdmission: "fits" | "not-yet-over";
  /** Half-open connections a listener holds beyond its backlog before the request queue counts as full. */
  readonly requestsBeyondBacklog: 0 | 1;
  /** What the cache for small packet heads (`skb_small_head_cache`) is sized by. */
  readonly smallHead: "none" | "tcp" | "tcp-or-gro";
  /** A full ring of a veth with NAPI stops the sender's queue where it has one, instead of dropping. */
  readonly fullVethRingStopsQueue: boolean;
  /** While ksoftirqd is awake, softirqs are left to it, also at the end of an interrupt. */
  readonly leavesSoftirqsToKsoftirqd: boolean;
  /** `net_rx_action` goes on with what was scheduled while it ran, instead of raising the softirq again. */
  readonly rxActionGoesOn: boolean;
  /** `fq` lets packets pass by its flows while it is idle (`fq_fastpath_check`). */
  readonly fqHasFastPath: boolean;
  /** `tcp_syn_linear_timeouts` exists. */
  readonly hasLinearSynTimeouts: boolean;
  /** A port that was held by bind() is open to connect() again once all who hold it have it by connect(). */
  readonly portsForgetBinds: boolean;
  /** connect() may take over a closed socket in FIN_WAIT2, as it may one in TIME_WAIT. */
  readonly reusesFinWait2: boolean;
  /** When TIME_WAIT is old enough to be taken over: after `tcp_tw_reuse_delay`, or in a later second of the clock. */
  readonly timeWaitReuseDelay: "sysctl" | "seconds";
  /** `tcp_rto_min_us` and `tcp_rto_max_ms` exist. */
  readonly hasLeastTimeout: boolean;
  readonly hasLongestTimeout: boolean;
  /** What of a TCP receive buffer is overhead is measured, not set (`tcp_adv_win_scale`). */
  readonly measuresScalingRatio: boolean;
  /** `tcp_shrink_window` exists. */
  readonly mayShrinkWindow: boolean;
  /** A TCP segment that ends beyond the window is taken into an empty queue only; before, its part within was taken. */
  readonly refusesBeyondWindow: boolean;
  /** A peer is told at once, by a window of 0, that there is no memory for what it sent. */
  readonly tellsNoMemory: boolean;
  /** Each repeated SYN keeps its unanswered conntrack entry alive. */
  readonly repeatedSynRenewsConntrack: boolean;
  /** Entries that a bucket of the conntrack table may hold: at least so many, and up to `spread` more at random. */
  readonly conntrackChain: { readonly least: number; readonly spread: number } | undefined;
  /** The search for a port of a translated source evicts connections that are over. */
  readonly natEvictsClosed: boolean;
}

/** The oldest release whose behaviour the machine knows. */
export const oldestKernel = "5.4";

/**
 * The rules of a release such as `6.18` or `6.1.90`. Read in the mainline trees on either side of each change:
 * `__udp_enqueue_schedule_skb` (6.14 and 6.18), `inet_csk_reqsk_queue_is_full` (6.12 and 6.13; stable releases of
 * older series have taken the change over), `SKB_SMALL_HEAD_SIZE` (6.2 and 6.3, 6.12 and 6.13), `veth_xmit` (6.14 and
 * 6.18), `invoke_softirq` and `tcp_retransmit_timer` (6.4 and 6.5), `net_rx_action` (6.8 and 6.9),
 * `inet_bind_bucket_destroy` (6.17 and 6.18), `tcp_twsk_unique` (6.10 and 6.11, 6.13 and 6.14),
 * `tcp_data_queue` (6.5 and 6.6), `nf_conntrack_tcp_packet` (5.12 and 5.14), MAX_CHAINLEN (5.14 and 5.15, 6.2 and 6.3), `nf_nat_used_tuple_harder` (6.4
 * and 6.6). The port search itself (`nf_nat_l4proto_unique_tuple`) and `early_drop` are the same from 5.4 to 6.18.
 */
export function kernelRules(version: string): KernelRules {
  const since = (release: string): boolean => isAtLeast(version, release);
  return {
    udpAdmission: since("6.18") ? "fits" : "not-yet-over",
    requestsBeyondBacklog: since("6.13") ? 1 : 0,
    smallHead: since("6.13") ? "tcp-or-gro" : since("6.3") ? "tcp" : "none",
    fullVethRingStopsQueue: since("6.18"),
    leavesSoftirqsToKsoftirqd: !since("6.5"),
    rxActionGoesOn: since("6.9"),
    fqHasFastPath: since("6.7"),
    hasLinearSynTimeouts: since("6.5"),
    portsForgetBinds: since("6.18"),
    reusesFinWait2: !since("6.11"),
    timeWaitReuseDelay: since("6.14") ? "sysctl" : "seconds",
    hasLeastTimeout: since("6.11"),
    hasLongestTimeout: since("6.15"),
    measuresScalingRatio: since("6.6"),
    mayShrinkWindow: since("6.5"),
    refusesBeyondWindow: since("6.17"),
    tellsNoMemory: since("6.6"),
    repeatedSynRenewsConntrack: !since("5.14"),
    conntrackChain: since("6.3") ? { least: 50, spread: 30 } : since("5.15") ? { least: 8, spread: 24 } : undefined,
    natEvictsClosed: since("6.6"),
  };
}

/** Whether a release is not older than another; only the first two numbers decide. */
export function isAtLeast(version: string, release: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = release.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
