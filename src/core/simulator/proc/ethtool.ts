import type { NetDevice } from "../machine/netDevice";
import { Nic } from "../machine/nic";
import { Veth } from "../machine/veth";
import type { ProcLayout } from "./layout";

/** `ethtool -S DEVICE`: what the driver counts, under its own names. */
export function ethtool(device: NetDevice, { vethStatistics }: ProcLayout): string {
  if (device instanceof Nic) return `NIC statistics:\n${device.statistics.map(([name, count]) => `     ${name}: ${count}\n`).join("")}`; // prettier-ignore
  if (!(device instanceof Veth)) return "no stats available\n";
  const rows = vethStatistics
    .split(" ")
    .map((name) => `     ${name}: ${name === "peer_ifindex" ? device.peerIndex : 0}\n`);
  return `NIC statistics:\n${rows.join("")}`;
}
