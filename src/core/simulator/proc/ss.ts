import type { Host } from "../machine/host";
import type { Endpoint } from "../machine/packet";
import { tcpRows, udpRows, type SocketMemory, type SocketRow } from "./sockets";

/** `ss -tanpm`: all TCP sockets with their memory. */
export function ssTcp(host: Host): string {
  return table(tcpRows(host), host);
}

/** `ss -uanpm` */
export function ssUdp(host: Host): string {
  return table(udpRows(host), host);
}

const header = ["State", "Recv-Q", "Send-Q", "Local Address:", "Port", "Peer Address:", "Port", "Process"];

/** Columns as wide as what stands in them (iproute2, misc/ss.c: `render`). Addresses stand at the right, ports at the left. */
function table(rows: readonly SocketRow[], host: Host): string {
  const lines = [header, ...rows.map((row) => cells(row, host))];
  const widths = header.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const [state = 0, received = 0, sent = 0, address = 0, port = 0, peer = 0, peerPort = 0] = widths;
  const text = lines.map(([a = "", b = "", c = "", d = "", e = "", f = "", g = "", h = ""], at) => {
    const local = `${d.padStart(address)}${e.padEnd(port)}`;
    const remote = `${f.padStart(peer)}${g.padEnd(peerPort)}`;
    const memory = at > 0 ? rows[at - 1]?.memory : undefined;
    const line = `${a.padEnd(state)} ${b.padEnd(received)} ${c.padEnd(sent)} ${local} ${remote} ${h}`;
    return `${line.trimEnd()}\n${memory ? `\t skmem:(${memoryText(memory)})\n` : ""}`;
  });
  return text.join("");
}

function cells(row: SocketRow, { name }: Host): string[] {
  const end = ({ address, port }: Endpoint): string[] => [`${address}:`, port === 0 ? "*" : String(port)];
  const users = row.state === "TIME-WAIT" ? "" : `users:(("${name}"))`;
  return [row.state, String(row.receiveQueue), String(row.sendQueue), ...end(row.local), ...end(row.remote), users];
}

/** `print_skmeminfo`: r and t are charged to the socket, rb and tb their limits, f is reserved ahead, d are drops. */
function memoryText({ receive, receiveBuffer, send, queued, sendBuffer, forward, drops }: SocketMemory): string {
  return `r${receive},rb${receiveBuffer},t${send},tb${sendBuffer},f${forward},w${queued},o0,bl0,d${drops}`;
}
