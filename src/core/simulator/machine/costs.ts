/** Nanoseconds of CPU time that work takes. Assumptions, not facts of a kernel: they set the pace, not the rules. */
export interface Costs {
  readonly hardInterruptNs: number;
  /** One poll of a NAPI, without its packets. */
  readonly pollNs: number;
  /** One packet from the ring or backlog to its socket. */
  readonly packetNs: number;
  /** One packet from the ring to the backlog of a CPU of `rps_cpus`; that one has `packetNs` with it then. */
  readonly steerNs: number;
  /** One transmitted packet cleared out of the ring of a card. */
  readonly completionNs: number;
  readonly sendNs: number;
  /** A system call besides what it does. */
  readonly systemCallNs: number;
  /** Copying 1024 bytes. */
  readonly copyNsPerKib: number;
  readonly receiveNs: number;
  readonly connectNs: number;
  readonly acceptNs: number;
}

export const defaultCosts: Costs = {
  hardInterruptNs: 1000,
  pollNs: 300,
  packetNs: 400,
  steerNs: 150,
  completionNs: 50,
  sendNs: 1000,
  systemCallNs: 200,
  copyNsPerKib: 100,
  receiveNs: 700,
  connectNs: 12_000,
  acceptNs: 3000,
};
