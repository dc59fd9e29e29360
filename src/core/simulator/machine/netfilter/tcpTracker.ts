import { tcpFlag } from "../packet";
import { entryOf, isReply, status, type ConntrackTable, type Node } from "./table";

/** `enum tcp_conntrack`: what tracking makes of a connection it watches from between the ends. */
export const tcpStates = [
  "NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2",
] as const; // prettier-ignore
export const tcpState = {
  none: 0, synSent: 1, synRecv: 2, established: 3, finWait: 4, closeWait: 5, lastAck: 6, timeWait: 7, close: 8, synSent2: 9,
} as const; // prettier-ignore

/** The sysctl of each state's timeout; a simultaneous open shares that of SYN_SENT. */
export const tcpTimeoutNames = [
  "", "syn_sent", "syn_recv", "established", "fin_wait", "close_wait", "last_ack", "time_wait", "close", "syn_sent",
] as const; // prettier-ignore

const ignored = -1;
const invalid = -2;

/** What becomes of a segment: `again` asks for a new look-up, its connection being gone. */
export type Verdict = "accept" | "invalid" | "again";

/** Bits of what is remembered of the last segment in `ConntrackTable.last`. */
const last = { wasSyn: 1, wasReset: 2, wasReply: 4, closeBegan: 8 } as const;

/**
 * The state after a segment, `ignored` or `invalid` (the table `tcp_conntracks`): a reset closes whatever there is, a
 * FIN in either direction begins or goes on closing, an acknowledgement completes the step before it.
 */
function nextState(flags: number, fromServer: boolean, state: number): number {
  if (flags & tcpFlag.RST) return state === tcpState.none ? invalid : tcpState.close;
  if (flags & tcpFlag.SYN) return flags & tcpFlag.ACK ? afterSynAck(fromServer, state) : afterSyn(fromServer, state);
  if (flags & tcpFlag.FIN) return afterFin(state);
  return flags & tcpFlag.ACK ? afterAck(fromServer, state) : invalid;
}

function afterSyn(fromServer: boolean, state: number): number {
  if (state === tcpState.timeWait) return tcpState.synSent;
  if (state === tcpState.synSent2) return tcpState.synSent2;
  if (fromServer) return state === tcpState.synSent ? tcpState.synSent2 : invalid;
  const opens = state === tcpState.none || state === tcpState.synSent || state === tcpState.close;
  return opens ? tcpState.synSent : ignored;
}

function afterSynAck(fromServer: boolean, state: number): number {
  if (state === tcpState.none) return invalid;
  if (state === tcpState.synSent2) return tcpState.synRecv;
  if (fromServer) return state === tcpState.synSent ? tcpState.synRecv : ignored;
  return state === tcpState.synRecv ? tcpState.synRecv : invalid;
}

function afterFin(state: number): number {
  switch (state) {
    case tcpState.synRecv:
    case tcpState.established:
      return tcpState.finWait;
    case tcpState.finWait:
    case tcpState.closeWait:
      return tcpState.lastAck;
    case tcpState.lastAck:
    case tcpState.timeWait:
    case tcpState.close:
      return state;
    default:
      return invalid;
  }
}

function afterAck(fromServer: boolean, state: number): number {
  switch (state) {
    case tcpState.none:
      return fromServer ? invalid : tcpState.established;
    case tcpState.synSent:
    case tcpState.synSent2:
      return fromServer ? ignored : invalid;
    case tcpState.synRecv:
      return fromServer ? tcpState.synRecv : tcpState.established;
    case tcpState.finWait:
      return tcpState.closeWait;
    case tcpState.lastAck:
      return tcpState.timeWait;
    default:
      return state;
  }
}

/** Whether tracking may give up a connection that both ends saw established (`tcp_can_early_drop`). */
export function isClosing(state: number): boolean {
  return state >= tcpState.finWait && state <= tcpState.close;
}

/** What the tracker needs to know of where it is. */
export interface TrackerSettings {
  readonly nowNs: number;
  /** Nanoseconds a connection in a state may be silent. */
  readonly tcpTimeoutNs: (state: number) => number;
  readonly udpTimeoutNs: () => number;
  readonly udpStreamTimeoutNs: () => number;
  /** `nf_conntrack_tcp_loose`: connections may be picked up in their middle. */
  readonly isLoose: () => boolean;
  /** Older kernels let each repeated SYN keep its entry alive. */
  readonly renewsOnRepeatedSyn: boolean;
  /** The longest a connection without an answer may last that was picked up in its middle. */
  readonly unacknowledgedNs: () => number;
}

/** `nf_conntrack_tcp_packet`, without the check of sequence numbers against windows. */
export function trackTcp(table: ConntrackTable, node: Node, flags: number, settings: TrackerSettings): Verdict {
  const entry = entryOf(node);
  const fromServer = isReply(node);
  const bits = table.status[entry] as number;
  const before = table.state[entry] as number;
  const after = nextState(flags, fromServer, before);
  const isNew = (bits & status.confirmed) === 0;
  if (after === invalid || (isNew && after !== tcpState.synSent && !settings.isLoose())) return "invalid";
  const memory = table.last[entry] as number;
  if (after === tcpState.synSent && before >= tcpState.timeWait) {
    const wasReset = (memory & last.wasReset) !== 0 && ((memory & last.wasReply) !== 0) === fromServer;
    if (memory & last.closeBegan || wasReset) {
      table.remove(entry);
      return "again";
    }
  }
  const remembered = (memory & last.closeBegan) | (fromServer ? last.wasReply : 0) | kindOf(flags);
  if (after === ignored || (after === tcpState.synSent && before >= tcpState.timeWait)) {
    table.last[entry] = remembered;
    return "accept";
  }
  table.last[entry] = remembered | (after === tcpState.finWait && before !== after ? last.closeBegan : 0);
  table.state[entry] = after;
  return renew(table, entry, { flags, before, after, bits }, settings);
}

function kindOf(flags: number): number {
  if (flags & tcpFlag.RST) return last.wasReset;
  return (flags & (tcpFlag.SYN | tcpFlag.ACK)) === tcpFlag.SYN ? last.wasSyn : 0;
}

interface Step {
  readonly flags: number;
  readonly before: number;
  readonly after: number;
  readonly bits: number;
}

/** The second half of `nf_conntrack_tcp_packet`: how long the entry lives on, and whether it is assured now. */
function renew(
  table: ConntrackTable,
  entry: number,
  { flags, before, after, bits }: Step,
  settings: TrackerSettings,
): Verdict {
  // prettier-ignore
  let timeoutNs = settings.tcpTimeoutNs(after);
  if (!(bits & status.seenReply)) {
    if (flags & tcpFlag.RST) {
      // An answer that only refuses leaves nothing to remember; a first segment has nothing to remember yet.
      if (bits & status.confirmed) table.expiresNs[entry] = settings.nowNs;
      return "accept";
    }
    if (before === tcpState.synSent && after === before && !settings.renewsOnRepeatedSyn) return "accept";
    if (after === tcpState.established) timeoutNs = Math.min(timeoutNs, settings.unacknowledgedNs());
  } else if (after === tcpState.established && (before === tcpState.synRecv || before === after)) {
    table.status[entry] = bits | status.assured;
  }
  refresh(table, entry, timeoutNs, settings.nowNs);
  return "accept";
}

/** How long a datagram counts as the first of its stream: an answered one that lives on is assured. */
const probeNs = 2_000_000_000;

/** `nf_conntrack_udp_packet` */
export function trackUdp(table: ConntrackTable, node: Node, settings: TrackerSettings): Verdict {
  const entry = entryOf(node);
  const bits = table.status[entry] as number;
  const { nowNs } = settings;
  if (!(bits & status.confirmed)) table.extra[entry] = nowNs + probeNs;
  const isStream = (bits & status.seenReply) !== 0 && nowNs > (table.extra[entry] as number);
  if (isStream) table.status[entry] = bits | status.assured;
  refresh(table, entry, isStream ? settings.udpStreamTimeoutNs() : settings.udpTimeoutNs(), nowNs);
  return "accept";
}

/** `__nf_ct_refresh_acct`: until it is confirmed, an entry's time does not run. */
function refresh(table: ConntrackTable, entry: number, timeoutNs: number, nowNs: number): void {
  const isConfirmed = ((table.status[entry] as number) & status.confirmed) !== 0;
  table.expiresNs[entry] = isConfirmed ? nowNs + timeoutNs : timeoutNs;
}
