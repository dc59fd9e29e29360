/** Counters of `/proc/net/snmp` and `/proc/net/netstat` that the machine keeps, by group and name. */
export const counterNames = [
  "Ip.InReceives", "Ip.InDelivers", "Ip.InAddrErrors", "Ip.OutDiscards", "Ip.OutRequests",
  "Ip.ReasmReqds", "Ip.ReasmOKs", "Ip.ReasmFails", "Ip.ReasmTimeout", "Ip.FragOKs", "Ip.FragFails", "Ip.FragCreates",
  "Udp.InDatagrams", "Udp.OutDatagrams", "Udp.NoPorts", "Udp.InErrors", "Udp.RcvbufErrors", "Udp.SndbufErrors",
  "Tcp.ActiveOpens", "Tcp.PassiveOpens", "Tcp.AttemptFails", "Tcp.OutRsts", "Tcp.RetransSegs",
  "TcpExt.ListenOverflows", "TcpExt.ListenDrops", "TcpExt.TCPReqQFullDrop", "TcpExt.TCPReqQFullDoCookies",
  "TcpExt.SyncookiesSent", "TcpExt.SyncookiesRecv", "TcpExt.EmbryonicRsts", "TcpExt.TCPTimeouts",
  "TcpExt.TW", "TcpExt.TWRecycled", "TcpExt.TWKilled", "TcpExt.TCPTimeWaitOverflow",
  "Tcp.EstabResets", "Tcp.CurrEstab", "Tcp.InSegs", "Tcp.OutSegs",
  "TcpExt.TCPLossProbes", "TcpExt.TCPLossProbeRecovery", "TcpExt.TCPKeepAlive", "TcpExt.TCPWinProbe",
  "TcpExt.TCPAbortOnTimeout", "TcpExt.TCPAbortOnClose", "TcpExt.TCPAbortOnData", "TcpExt.TCPAbortOnMemory",
  "TcpExt.TCPToZeroWindowAdv", "TcpExt.TCPFromZeroWindowAdv", "TcpExt.TCPWantZeroWindowAdv", "TcpExt.TCPZeroWindowDrop",
  "TcpExt.TCPRcvCoalesce", "TcpExt.TCPBacklogCoalesce", "TcpExt.TCPRcvQDrop", "TcpExt.TCPOFOQueue", "TcpExt.TCPOFODrop", "TcpExt.OfoPruned",
  "TcpExt.PruneCalled", "TcpExt.RcvPruned", "TcpExt.DelayedACKs", "TcpExt.DelayedACKLost", "TcpExt.TCPPureAcks",
  "TcpExt.TCPFastRetrans", "TcpExt.TCPSlowStartRetrans", "TcpExt.TCPSackRecovery", "TcpExt.TCPRenoRecovery",
  "TcpExt.BeyondWindow", "TcpExt.TCPSYNChallenge", "TcpExt.TCPChallengeACK", "TcpExt.TCPACKSkippedSeq",
  "Ip.ForwDatagrams", "IpExt.InNoRoutes",
  "conntrack.found", "conntrack.invalid", "conntrack.insert_failed", "conntrack.drop", "conntrack.early_drop",
  "conntrack.chaintoolong",
] as const; // prettier-ignore
export type CounterName = (typeof counterNames)[number];

/** All counters of one network namespace. */
export type Counters = Record<CounterName, number>;

export function zeroCounters(): Counters {
  return Object.fromEntries(counterNames.map((name) => [name, 0])) as Counters;
}

/** The places where a packet can be lost. What each is, and which counter tells, stands in content/simulator.yaml. */
export const dropPlaces = [
  "udp-receive-buffer", "udp-no-socket", "cpu-backlog", "veth-ring", "nic-receive-ring", "transmit-stopped", "qdisc-limit", "fq-flow-limit", "tbf-burst",
  "fragment-sibling", "fragment-timeout", "no-address", "filter",
  "accept-queue-syn", "accept-queue-ack", "request-queue", "syn-backlog", "tcp-no-socket",
  "tcp-zero-window", "tcp-out-of-window", "tcp-receive-queue",
  "conntrack-full", "conntrack-clash", "conntrack-chain", "no-route", "forward-mtu",
] as const; // prettier-ignore
export type DropPlace = (typeof dropPlaces)[number];
