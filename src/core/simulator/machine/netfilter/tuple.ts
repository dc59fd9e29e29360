/** Protocol numbers of an IP header that connection tracking knows here. */
export const protocolNumber = { tcp: 6, udp: 17 } as const;

/**
 * One direction of a connection: `struct nf_conntrack_tuple`. Addresses are numbers of 32 bits, so that a million
 * connections cost little. Instances are filled again and again: looking up makes no object.
 */
export class Tuple {
  source = 0;
  sourcePort = 0;
  destination = 0;
  destinationPort = 0;
  protocol: number = protocolNumber.tcp;

  /** Takes over another tuple. */
  copy(from: Tuple): void {
    this.source = from.source;
    this.sourcePort = from.sourcePort;
    this.destination = from.destination;
    this.destinationPort = from.destinationPort;
    this.protocol = from.protocol;
  }

  /** `nf_ct_invert_tuple`: what an answer to another tuple looks like. */
  invert(from: Tuple): void {
    this.source = from.destination;
    this.sourcePort = from.destinationPort;
    this.destination = from.source;
    this.destinationPort = from.sourcePort;
    this.protocol = from.protocol;
  }

  /** Both ports in one number of 32 bits, with a sign. */
  get ports(): number {
    return (this.sourcePort << 16) | this.destinationPort;
  }

  set ports(ports: number) {
    this.sourcePort = ports >>> 16;
    this.destinationPort = ports & 0xffff;
  }
}

/** A hash of four numbers of 32 bits: mixing by multiplication, as good as any for a table. */
export function hash4(seed: number, a: number, b: number, c: number): number {
  let hash = Math.imul(seed ^ a, 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + b, 0x85ebca77);
  hash = Math.imul((hash ^ (hash >>> 13)) + c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** `reciprocal_scale`: a number of 32 bits spread evenly over `size` places. */
export function scaled(hash: number, size: number): number {
  return Math.floor((hash * size) / 2 ** 32);
}

/** IPv4 addresses as numbers and back, each read only once. */
export class AddressBook {
  private readonly numbers = new Map<string, number>();
  private readonly texts = new Map<number, string>();

  /** The number of an address in dotted form. */
  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    this.numbers.set(text, number);
    this.texts.set(number, text);
    return number;
  }

  /** The dotted form of an address. */
  text(number: number): string {
    const known = this.texts.get(number);
    if (known !== undefined) return known;
    const text = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
    this.texts.set(number, text);
    return text;
  }
}
