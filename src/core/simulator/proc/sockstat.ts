import type { Host } from "../machine/host";
import { tcpRows } from "./sockets";

const pageBytes = 4096;

/** `/proc/net/sockstat` (`sockstat_seq_show`). What TCP and UDP hold is counted in pages. */
export function sockstat(host: Host): string {
  const tcp = tcpRows(host);
  const inUse = tcp.filter(({ memory, state }) => memory || state === "LISTEN").length;
  const pages = (bytes: number): number => Math.ceil(bytes / pageBytes);
  const listening = tcp.filter(({ state }) => state === "LISTEN").length;
  const orphans = tcp.filter(({ socket }) => socket?.isOrphan).length;
  const { sockets, pages: tcpPages } = host.tcp.memory;
  const udp = [...host.udpSockets.values()];
  const udpBytes = udp.reduce((sum, { receiveMemory }) => sum + receiveMemory, 0);
  return [
    `sockets: used ${inUse + udp.length}`,
    `TCP: inuse ${inUse} orphan ${orphans} tw ${host.tcp.timeWait.count} alloc ${sockets + listening} mem ${tcpPages}`,
    `UDP: inuse ${udp.length} mem ${pages(udpBytes)}`,
    "UDPLITE: inuse 0",
    "RAW: inuse 0",
    `FRAG: inuse ${host.ip.reassembling} memory ${host.ip.heldBytes}`,
    "",
  ].join("\n");
}
