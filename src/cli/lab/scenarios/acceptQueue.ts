import { connectToIdleListener } from "./listener";
import type { Scenario } from "../scenario";

export const acceptQueue = {
  id: "accept-queue",
  summary: "connections to a listener that nobody accepts from",
  parameters: {
    backlog: { kind: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1, default: 5 },
    connections: { kind: "integer", minimum: 0, maximum: 1000, default: 12 },
    "net.core.somaxconn": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_syncookies": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_abort_on_overflow": { kind: "sysctl", scope: "namespace" },
    "net.ipv4.tcp_max_syn_backlog": { kind: "sysctl", scope: "namespace" },
  },
  run: async (bench, values) => {
    const pair = await bench.addPair();
    const sysctls = await bench.applySysctls(pair.server);
    const look = await connectToIdleListener(pair, Number(values["backlog"]), Number(values["connections"]));
    const { clientEstablished, clientSynSent, counters } = look;
    const observed = {
      clientEstablished,
      clientSynSent,
      acceptQueue: look.acceptQueue,
      "TcpExt.ListenOverflows": counters["TcpExt.ListenOverflows"],
      "TcpExt.ListenDrops": counters["TcpExt.ListenDrops"],
      "TcpExt.TCPReqQFullDrop": counters["TcpExt.TCPReqQFullDrop"],
    };
    return { observed, sysctls };
  },
} satisfies Scenario;
