import type { DropPlace } from "./counters";
import type { SkBuff } from "./skbuff";

/** Is told what happens in a machine, for timelines and logs. Nothing is told while nobody listens. */
export interface Trace {
  drop(host: string, place: DropPlace, skb: SkBuff): void;
  /** A socket has entered a state. */
  state(host: string, socket: string, state: string): void;
  /** Something has taken its time: a packet on its way to an application, a request. */
  took(what: string, ns: number): void;
  /** A packet is handed to a device, or has come from one. */
  packet(host: string, way: "out" | "in", skb: SkBuff): void;
}
