import { Fifo } from "../fifo";
import type { Cpu } from "./cpu";
import type { Host } from "./host";
import { NapiThread } from "./napiThread";
import { NetDevice, type Transmitted } from "./netDevice";
import type { SkBuff } from "./skbuff";
import { pollWeight, type Napi } from "./softirq";

/** VETH_RING_SIZE */
export const ringSlots = 256;

/** One end of a veth pair (drivers/net/veth.c). */
export class Veth extends NetDevice {
  private peer: Veth | undefined;
  private napi: VethNapi | undefined;

  /** Makes a pair; with `gro`, each end receives through a ring and a NAPI of its own. */
  static pair(a: VethEnd, b: VethEnd, mtu: number, gro: boolean): [Veth, Veth] {
    const [one, other] = [Veth.end(a, mtu), Veth.end(b, mtu)];
    [one.peer, other.peer] = [other, one];
    if (gro) [one.napi, other.napi] = [new VethNapi(one), new VethNapi(other)];
    return [one, other];
  }

  private static end({ host, name, addresses }: VethEnd, mtu: number): Veth {
    return new Veth(host, name, addresses[0], mtu, addresses);
  }

  /** Number of the other end among the devices of its host (`peer_ifindex`). */
  get peerIndex(): number {
    return this.peer ? this.peer.host.devices.indexOf(this.peer) + 1 : 0;
  }

  /** It receives through a ring and a NAPI of its own. */
  get hasRing(): boolean {
    return this.napi !== undefined;
  }

  get inFlight(): number {
    return this.napi?.length ?? 0;
  }

  /** `/sys/class/net/DEVICE/threaded`: a thread polls the ring from now on. */
  pollByThread(cpu: Cpu): void {
    if (this.napi) this.napi.thread = new NapiThread(this.napi, cpu, this.host.machine.costs);
  }

  override visit(visit: (skb: SkBuff) => void): void {
    super.visit(visit);
    this.napi?.visit(visit);
  }

  /** Called by the receiving end when there is room in its ring again. */
  wakeSender(cpu: Cpu): void {
    this.peer?.wakeQueue(cpu);
  }

  protected startXmit(skb: SkBuff, cpu: Cpu): Transmitted {
    const { peer } = this;
    if (!peer) throw new Error(`${this.name} has no peer`);
    if (peer.napi) return this.toRing(skb, peer.napi, cpu);
    skb.orphan();
    if (peer.netifRx(skb, cpu)) {
      this.countSent(skb);
      return "ok";
    }
    this.txDropped++;
    return "drop";
  }

  private toRing(skb: SkBuff, napi: VethNapi, cpu: Cpu): Transmitted {
    skb.orphan();
    if (napi.produce(skb, cpu)) {
      this.countSent(skb);
      return "ok";
    }
    if (this.qdisc && this.host.machine.rules.fullVethRingStopsQueue) return "busy";
    this.txDropped++;
    this.host.drop("veth-ring", skb);
    return "drop";
  }
}

/** Where one end of a pair is. */
export interface VethEnd {
  readonly host: Host;
  readonly name: string;
  readonly addresses: readonly [string, ...string[]];
}

/** `veth_poll` over the ring of one end. */
class VethNapi implements Napi {
  isScheduled = false;
  readonly cleaned = 0;
  thread: NapiThread | undefined;
  readonly weight = (): number => pollWeight;
  private readonly ring = new Fifo<SkBuff>();
  private cpu: Cpu | undefined;

  constructor(private readonly device: Veth) {}

  get length(): number {
    return this.ring.length;
  }

  visit(visit: (skb: SkBuff) => void): void {
    this.ring.forEach(visit);
  }

  get isSteering(): boolean {
    return this.device.rps !== undefined;
  }

  produce(skb: SkBuff, cpu: Cpu): boolean {
    if (this.ring.length >= ringSlots) return false;
    this.ring.push(skb);
    this.cpu = cpu;
    cpu.raise(this);
    return true;
  }

  poll(quota: number): number {
    let work = 0;
    for (; work < quota; work++) {
      const skb = this.ring.shift();
      if (!skb) break;
      this.device.receive(skb, this.thread !== undefined);
    }
    if (this.cpu) this.device.wakeSender(this.cpu);
    return work;
  }

  complete(): void {
    this.isScheduled = false;
  }
}
