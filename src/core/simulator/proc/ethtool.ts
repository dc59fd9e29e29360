import type { NetDevice } from "../machine/netDevice";
import { Nic } from "../machine/nic";
import { Veth } from "../machine/veth";
import type { ProcLayout } from "./layout";

/** `ethtool -S DEVICE`: what the driver counts, under its own names. */
export function ethtool(device: NetDevice, layout: ProcLayout): string {
  const rows = statisticsOf(device, layout).map(([name, figure]) => `     ${name}: ${figure}\n`);
  return rows.length > 0 ? `NIC statistics:\n${rows.join("")}` : "no stats available\n";
}

function statisticsOf(device: NetDevice, { vethStatistics }: ProcLayout): readonly (readonly [string, number])[] {
  if (device instanceof Nic) return device.statistics;
  if (!(device instanceof Veth)) return [];
  return vethStatistics.split(" ").map((name) => [name, name === "peer_ifindex" ? device.peerIndex : 0]);
}
