import { clientAddress, device, nobodysMac } from "../bench";
import { connectToIdleListener } from "./listener";
import type { Scenario } from "../scenario";

export const synQueue = {
  id: "syn-queue",
  summary: "connection attempts whose last acknowledgement never comes",
  parameters: {
    backlog: { kind: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1, default: 200 },
    syns: { kind: "integer", minimum: 0, maximum: 1000, default: 300 },
    "net.core.somaxconn": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_syncookies": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_max_syn_backlog": { kind: "sysctl", scope: "namespace" },
  },
  run: async (bench, values) => {
    const pair = await bench.addPair();
    const sysctls = await bench.applySysctls(pair.server);
    // The server's SYN-ACKs go to an Ethernet address the client does not have, so it never answers them.
    await pair.server.ip(`neigh replace ${clientAddress} lladdr ${nobodysMac} dev ${device} nud permanent`);
    const { halfOpen, counters } = await connectToIdleListener(pair, Number(values["backlog"]), Number(values["syns"]));
    const observed = {
      halfOpen,
      "TcpExt.SyncookiesSent": counters["TcpExt.SyncookiesSent"],
      "TcpExt.ListenDrops": counters["TcpExt.ListenDrops"],
      "TcpExt.TCPReqQFullDrop": counters["TcpExt.TCPReqQFullDrop"],
    };
    return { observed, sysctls };
  },
} satisfies Scenario;
