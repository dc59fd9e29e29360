import type { Host } from "../machine/host";
import { tcpRows } from "./sockets";

const pageBytes = 4096;

/** `/proc/net/sockstat` (`sockstat_seq_show`). What TCP and UDP hold is counted in pages. */
export function sockstat(host: Host): string {
  const tcp = tcpRows(host);
  const waiting = tcp.filter(({ state }) => state === "TIME-WAIT").length;
  const inUse = tcp.length - waiting;
  const pages = (bytes: number): number => Math.ceil(bytes / pageBytes);
  const tcpBytes = tcp.reduce((sum, { memory }) => sum + (memory ? memory.receive + memory.send : 0), 0);
  const udp = [...host.udpSockets.values()];
  const udpBytes = udp.reduce((sum, { receiveMemory }) => sum + receiveMemory, 0);
  return [
    `sockets: used ${inUse + udp.length}`,
    `TCP: inuse ${inUse} orphan 0 tw ${waiting} alloc ${inUse} mem ${pages(tcpBytes)}`,
    `UDP: inuse ${udp.length} mem ${pages(udpBytes)}`,
    "UDPLITE: inuse 0",
    "RAW: inuse 0",
    `FRAG: inuse ${host.ip.reassembling} memory ${host.ip.heldBytes}`,
    "",
  ].join("\n");
}
