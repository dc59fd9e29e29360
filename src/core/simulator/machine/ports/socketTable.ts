import type { Random } from "../../random";
import type { Endpoint } from "../packet";

/** Both ends of a packet. */
interface Ends {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** Sockets by the port they are reached at; several share one by SO_REUSEPORT (`struct sock_reuseport`). */
export class SocketTable<Socket> {
  private readonly byPort = new Map<number, Socket[]>();
  private key: number | undefined;

  constructor(private readonly random: () => Random) {}

  add(port: number, socket: Socket): void {
    const sockets = this.byPort.get(port);
    if (sockets) sockets.push(socket);
    else this.byPort.set(port, [socket]);
  }

  /** The one that came first. */
  get(port: number): Socket | undefined {
    return this.byPort.get(port)?.[0];
  }

  /** The one a packet is for: of several, always the same for the same ends (`reuseport_select_sock`). */
  select(packet: Ends): Socket | undefined {
    const sockets = this.byPort.get(packet.destination.port);
    if (sockets === undefined || sockets.length === 1) return sockets?.[0];
    return sockets[Math.floor((this.hash(packet) / 2 ** 32) * sockets.length)];
  }

  *values(): Generator<Socket, void> {
    for (const sockets of this.byPort.values()) yield* sockets;
  }

  /** Every socket with its port. */
  *[Symbol.iterator](): Generator<readonly [number, Socket], void> {
    for (const [port, sockets] of this.byPort) for (const socket of sockets) yield [port, socket];
  }

  /** Mixes both ends with a key of this run, as `inet_ehashfn` does with one of the boot: 32 bits. */
  private hash({ source, destination }: Ends): number {
    let mixed = (this.key ??= Math.floor(this.random()() * 2 ** 32));
    for (const word of [
      addressBits(source.address),
      addressBits(destination.address),
      (source.port << 16) | destination.port,
    ]) {
      mixed = Math.imul(mixed ^ word, 0x9e3779b1);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
      mixed ^= mixed >>> 13;
    }
    return mixed >>> 0;
  }
}

const addressBits = (address: string): number =>
  address.split(".").reduce((bits, byte) => (bits << 8) | Number(byte), 0);
