/** Nanoseconds of CPU time that work takes. Assumptions, not facts of a kernel: they set the pace, not the rules. */
export interface Costs {
  readonly hardInterruptNs: number;
  /** One poll of a NAPI, without its packets. */
  readonly pollNs: number;
  /** One packet from the ring or backlog to its socket. */
  readonly packetNs: number;
  readonly sendNs: number;
  readonly receiveNs: number;
  readonly connectNs: number;
  readonly acceptNs: number;
}

export const defaultCosts: Costs = {
  hardInterruptNs: 1000,
  pollNs: 300,
  packetNs: 400,
  sendNs: 1000,
  receiveNs: 700,
  connectNs: 12_000,
  acceptNs: 3000,
};
