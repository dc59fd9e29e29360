import type { Topology } from "./topology";

/** TCP of a host, all its connections together. */
export interface TcpSpec {
  readonly tcp: string;
  readonly field: "timeWait" | "connections" | "memoryPages" | "underPressure";
}

/** Of hosts in copies, the sum of all; `underPressure` counts hosts. */
export function observeTcp({ tcp: host, field }: TcpSpec, topology: Topology): number {
  const figures = topology.copiesOf(host).map(({ tcp }) => {
    if (field === "timeWait") return tcp.timeWait.count;
    if (field === "connections") return tcp.connections.size - tcp.timeWait.count;
    return field === "memoryPages" ? tcp.memory.pages : Number(tcp.memory.isUnderPressure);
  });
  return figures.reduce((sum, figure) => sum + figure, 0);
}
