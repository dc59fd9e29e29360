import type { Packet } from "./packet";
import type { SkBuff } from "./skbuff";

/** The 32 bits of a dotted address, most significant first. */
export function addressBits(address: string): number {
  let [bits, part] = [0, 0];
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code === 46) [bits, part] = [(bits << 8) | part, 0];
    else part = part * 10 + code - 48;
  }
  return ((bits << 8) | part) >>> 0;
}

/** Source and destination port in 32 bits. Only the first fragment has them, so for fragments none count (`__skb_flow_dissect`). */
export function portBits(packet: Packet): number {
  if (packet.protocol === "udp" && packet.fragment) return 0;
  return ((packet.source.port << 16) | packet.destination.port) >>> 0;
}

/**
 * `skb_get_hash`: what the card has computed, else a hash over addresses, ports and protocol with a secret of the
 * machine. The kernel's is another function (siphash), spread as evenly.
 */
export function flowHash(skb: SkBuff, seed: number): number {
  if (skb.hash === 0) skb.hash = softwareHash(skb.packet, seed);
  return skb.hash;
}

function softwareHash(packet: Packet, seed: number): number {
  const { source, destination, protocol } = packet;
  let hash = mix(seed ^ addressBits(source.address));
  hash = mix(hash ^ addressBits(destination.address));
  hash = mix(hash ^ portBits(packet));
  return mix(hash ^ (protocol === "udp" ? 17 : 6)) >>> 0 || 1;
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
function mix(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
