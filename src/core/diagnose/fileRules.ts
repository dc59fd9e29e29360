import type { FileRule } from "./judgedSetting";
import { openKernelAddresses, widenedRedirects } from "./rules/beliefs";
import { defaultAboveCeiling, requestCeilingBelowTcp, tcpMemoryBelowOneSocket } from "./rules/buffers";
import { conntrackBeforeKeepalive, conntrackLongChains } from "./rules/conntrack";
import { rangeCoversServices, reservedOutsideRange } from "./rules/ephemeralPorts";
import {
  acceptRaNeedsTwo,
  disabledButForwarding,
  forwardingIgnoresRa,
  strictCheckIgnoresMarks,
} from "./rules/forwarding";
import { allWithoutEffect, allZeroNotEnough, defaultAlone, overruledByAll } from "./rules/interfaces";
import {
  backgroundNotBelow,
  commitLimitUnused,
  neighbourThresholds,
  panicWithoutReboot,
  processAboveMachine,
  segmentAboveTotal,
  shmallInBytes,
} from "./rules/limits";
import { dockerOverwrites, kubeletOverwrites, kubeProxyOverwrites } from "./rules/nodes";
import { bbrNeedsFq, keepaliveHasty, reuseWithoutTimestamps, synBacklog } from "./rules/tcp";
import { oneOfTwo, undoneByLaterLine } from "./rules/writeOrder";

/** What is judged of the settings of a file together. */
export const fileRules: readonly FileRule[] = [
  allWithoutEffect,
  defaultAlone,
  overruledByAll,
  allZeroNotEnough,
  undoneByLaterLine,
  oneOfTwo,
  acceptRaNeedsTwo,
  forwardingIgnoresRa,
  disabledButForwarding,
  strictCheckIgnoresMarks,
  bbrNeedsFq,
  reuseWithoutTimestamps,
  keepaliveHasty,
  synBacklog,
  requestCeilingBelowTcp,
  defaultAboveCeiling,
  tcpMemoryBelowOneSocket,
  conntrackLongChains,
  conntrackBeforeKeepalive,
  rangeCoversServices,
  reservedOutsideRange,
  backgroundNotBelow,
  commitLimitUnused,
  neighbourThresholds,
  processAboveMachine,
  panicWithoutReboot,
  segmentAboveTotal,
  shmallInBytes,
  kubeletOverwrites,
  kubeProxyOverwrites,
  dockerOverwrites,
  widenedRedirects,
  openKernelAddresses,
];
