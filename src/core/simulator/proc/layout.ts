/** What the files list and in which order, from content/simulator-proc.yaml. Lists are words between spaces. */
export interface ProcLayout {
  /** Groups of /proc/net/snmp, and the names in each. */
  readonly snmp: Readonly<Record<string, string>>;
  readonly netstat: Readonly<Record<string, string>>;
  /** Figures among the counters that never change, by `Group.Name`. */
  readonly constants: Readonly<Record<string, number>>;
  /** What `nstat` leaves out. */
  readonly notInNstat: string;
  readonly conntrackStatistics: string;
  /** What `ethtool -S` lists for one end of a veth pair. */
  readonly vethStatistics: string;
  readonly softirqs: readonly string[];
}
