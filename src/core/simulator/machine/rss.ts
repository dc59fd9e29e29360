import { addressBits, portBits } from "./flowHash";
import type { Packet } from "./packet";

/** The key most drivers and the specification of receive-side scaling give as an example. */
export const usualKey = [
  0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b,
  0xcb, 0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac,
  0x01, 0xfa,
] as const;

const tableEntries = 128;

/** Receive-side scaling of a card: the Toeplitz hash of a flow picks an entry of a table of queues. */
export class Rss {
  /** The indirection table, filled in turn (`ethtool_rxfh_indir_default`). */
  readonly table: Uint16Array;
  /** What each value of each of the twelve bytes adds to the hash. */
  private readonly parts: Uint32Array;

  constructor(queues: number, key: readonly number[] = usualKey) {
    this.table = Uint16Array.from({ length: tableEntries }, (_, entry) => entry % queues);
    this.parts = Uint32Array.from({ length: 12 * 256 }, (_, index) => partOf(index >> 8, index & 0xff, key));
  }

  /** Over both addresses and both ports; for fragments over the addresses alone. */
  hash(packet: Packet): number {
    const hash = this.add(0, addressBits(packet.source.address)) ^ this.add(4, addressBits(packet.destination.address));
    return (hash ^ this.add(8, portBits(packet))) >>> 0;
  }

  /** The queue for a hash. */
  queue(hash: number): number {
    return this.table[hash & (tableEntries - 1)] as number;
  }

  private add(at: number, bits: number): number {
    const { parts } = this;
    let hash = 0;
    for (let byte = 0; byte < 4; byte++) {
      hash ^= parts[((at + byte) << 8) | ((bits >>> (24 - 8 * byte)) & 0xff)] as number;
    }
    return hash;
  }
}

/** For each bit of the byte that is set, the 32 bits of the key that begin at the place of that bit. */
function partOf(place: number, byte: number, key: readonly number[]): number {
  let part = 0;
  for (let bit = 0; bit < 8; bit++) {
    if (byte & (0x80 >> bit)) part ^= window(key, place * 8 + bit);
  }
  return part >>> 0;
}

function window(key: readonly number[], bit: number): number {
  const byte = (at: number): number => key[(bit >> 3) + at] ?? 0;
  const word = ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
  const shift = bit & 7;
  return shift === 0 ? word : ((word << shift) | (byte(4) >> (8 - shift))) >>> 0;
}
