import type { Host } from "../host";

/** Least, default and most of a buffer, or low, pressure and high of all memory. */
export type Triple = readonly [number, number, number];

/** The sysctls of TCP of one host that many packets ask for, read when they are first needed. */
export class TcpSettings {
  private readonly triples = new Map<string, Triple>();

  constructor(private readonly host: Host) {}

  get rmem(): Triple {
    return this.triple("net.ipv4.tcp_rmem");
  }

  get wmem(): Triple {
    return this.triple("net.ipv4.tcp_wmem");
  }

  /** In pages. */
  get mem(): Triple {
    return this.triple("net.ipv4.tcp_mem");
  }

  is(name: string): boolean {
    return this.host.sysctl(name) !== 0;
  }

  /** The shortest retransmission timeout (`tcp_rto_min_us`; 200 ms before 6.11). */
  get leastTimeoutUs(): number {
    return this.host.machine.rules.hasLeastTimeout ? this.host.sysctl("net.ipv4.tcp_rto_min_us") : 200_000;
  }

  /** The longest (`tcp_rto_max_ms`; two minutes before 6.15). */
  get longestTimeoutNs(): number {
    return this.host.machine.rules.hasLongestTimeout ? this.host.sysctl("net.ipv4.tcp_rto_max_ms") * 1e6 : 120e9;
  }

  private triple(name: string): Triple {
    let value = this.triples.get(name);
    if (!value) {
      const [least = 0, middle = least, most = middle] = this.host.sysctlNumbers(name);
      this.triples.set(name, (value = [least, middle, most]));
    }
    return value;
  }
}
