import type { Engine } from "../engine";
import type { DropPlace } from "../machine/counters";
import { tcpFlag, type Packet, type TcpPacket } from "../machine/packet";
import type { SkBuff } from "../machine/skbuff";
import type { Trace } from "../machine/trace";

/** What happens in a run, as lines to read: when, where, what. */
export class RunLog implements Trace {
  private readonly written: string[] = [];
  private leftOut = 0;

  constructor(
    private readonly engine: Engine,
    private readonly mostLines: number,
  ) {}

  /** One for each thing that happened; the last tells how many there is no room for. */
  get lines(): readonly string[] {
    return this.leftOut > 0 ? [...this.written, `… and ${this.leftOut} more`] : [...this.written];
  }

  packet(host: string, way: "out" | "in", skb: SkBuff): void {
    if (this.hasRoom()) this.write(host, way === "out" ? "sends" : "gets", describePacket(skb.packet, skb.ipBytes));
  }

  drop(host: string, place: DropPlace, skb: SkBuff): void {
    if (this.hasRoom()) this.write(host, "drops", `${describePacket(skb.packet, skb.ipBytes)} (${place})`);
  }

  state(host: string, socket: string, state: string): void {
    if (this.hasRoom()) this.write(host, "state", `${socket} ${state}`);
  }

  took(): void {
    // Percentiles say more than lines.
  }

  private hasRoom(): boolean {
    if (this.written.length < this.mostLines) return true;
    this.leftOut++;
    return false;
  }

  private write(host: string, does: string, what: string): void {
    const microseconds = (this.engine.nowNs / 1000).toFixed(3).padStart(14);
    this.written.push(`${microseconds} us  ${host.padEnd(10)} ${does.padEnd(6)} ${what}`);
  }
}

function describePacket(packet: Packet, ipBytes: number): string {
  const { protocol, source, destination } = packet;
  const ends = `${source.address}:${source.port} > ${destination.address}:${destination.port}`;
  return `${protocol} ${ends} ${protocol === "tcp" ? describeSegment(packet) : `${ipBytes} bytes`}`;
}

function describeSegment({ flags, seq, ack, window, payloadBytes }: TcpPacket): string {
  const names = Object.entries(tcpFlag).flatMap(([name, bit]) => (flags & bit ? name : []));
  return `${names.join(",")} seq ${seq} ack ${ack} win ${window} ${payloadBytes} bytes`;
}

/** One listener out of two, either of which may be missing. */
export function bothTraces(one: Trace | undefined, other: Trace | undefined): Trace | undefined {
  if (!one || !other) return one ?? other;
  return {
    packet: (...what) => [one, other].forEach((trace) => trace.packet(...what)),
    drop: (...what) => [one, other].forEach((trace) => trace.drop(...what)),
    took: (...what) => [one, other].forEach((trace) => trace.took(...what)),
    state: (...what) => [one, other].forEach((trace) => trace.state(...what)),
  };
}
