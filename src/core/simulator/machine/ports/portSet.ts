/** Some of all ports, one bit each: quick to search through. */
export class PortSet {
  private readonly words = new Uint32Array(2048);

  has(port: number): boolean {
    return (((this.words[port >>> 5] as number) >>> (port & 31)) & 1) === 1;
  }

  add(port: number): void {
    (this.words[port >>> 5] as number) |= 1 << (port & 31);
  }

  delete(port: number): void {
    (this.words[port >>> 5] as number) &= ~(1 << (port & 31));
  }

  /** The first port that is not in it, in steps of two from `port`; above `last` where there is none. */
  nextAbsent(port: number, last: number): number {
    const allOfParity = (0x55555555 << (port & 1)) | 0;
    let at = port;
    while (at <= last) {
      const word = (this.words[at >>> 5] as number) | 0;
      if (((word >>> (at & 31)) & 1) === 0) return at;
      at = (word & allOfParity) === allOfParity ? (at | 31) + 1 + (at & 1) : at + 2;
    }
    return Math.min(at, last + 2 - ((last - port) & 1));
  }
}
