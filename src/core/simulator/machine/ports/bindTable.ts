import { PortSet } from "./portSet";

/** INADDR_ANY */
export const anyAddress = "0.0.0.0";

/** What of a socket decides whether others may have its port, too. */
export interface PortUse {
  /** SO_REUSEADDR */
  readonly reuseAddress: boolean;
  /** SO_REUSEPORT */
  readonly reusePort: boolean;
  readonly isListening: boolean;
  /** connect() has chosen the port (`SOCK_CONNECT_BIND`). */
  readonly byConnect: boolean;
}

export const usesOfPorts = {
  connected: { reuseAddress: false, reusePort: false, isListening: false, byConnect: true },
  bound: { reuseAddress: false, reusePort: false, isListening: false, byConnect: false },
  reusing: { reuseAddress: true, reusePort: false, isListening: false, byConnect: false },
  listening: { reuseAddress: true, reusePort: false, isListening: true, byConnect: false },
  listeningTogether: { reuseAddress: true, reusePort: true, isListening: true, byConnect: false },
} as const satisfies Record<string, PortUse>;

/** Sockets that hold one port by one address (`struct inet_bind2_bucket`). */
interface AddressBucket {
  readonly address: string;
  /** How many there are of each use. */
  readonly owners: Map<PortUse, number>;
}

/** A port that is held (`struct inet_bind_bucket`). */
class PortBucket {
  readonly addresses: AddressBucket[] = [];
  /** Owners whose port was not chosen by connect(). */
  bound = 0;
  /** There was such an owner since the first came. */
  wasBound = false;

  constructor(readonly port: number) {}

  of(address: string): AddressBucket | undefined {
    for (const bucket of this.addresses) if (bucket.address === address) return bucket;
    return undefined;
  }
}

/** One socket's hold of a port. */
export class HeldPort {
  /** Undoes what else hangs on it. */
  onRelease: (() => void) | undefined;

  constructor(
    readonly bucket: PortBucket,
    readonly owners: AddressBucket["owners"],
    readonly address: string,
    readonly use: PortUse,
  ) {}

  get port(): number {
    return this.bucket.port;
  }
}

/** How strictly conflicts are looked for: choosing a port, or asking for one. */
export interface BindTest {
  /** A port of sockets that all have SO_REUSEADDR may be chosen, too (`relax`). */
  readonly relax: boolean;
  /** Ports may be shared by SO_REUSEPORT (`reuseport_ok`). */
  readonly reusePortOk: boolean;
}

/** Who holds which port in one namespace (`inet_bind_hashbucket`). */
export class BindTable {
  private readonly buckets = new Map<number, PortBucket>();
  /** Held ports, all of them and by address. */
  private readonly held = new PortSet();
  private readonly byAddress = new Map<string, PortSet>();

  constructor(
    /** A port is free for connect() again once all who are left have it by connect(). */
    private readonly forgetsBinds: () => boolean,
  ) {}

  hold(port: number, address: string, use: PortUse): HeldPort {
    let bucket = this.buckets.get(port);
    if (!bucket) {
      this.buckets.set(port, (bucket = new PortBucket(port)));
      this.held.add(port);
    }
    let owners = bucket.of(address)?.owners;
    if (!owners) {
      bucket.addresses.push({ address, owners: (owners = new Map<PortUse, number>()) });
      this.portsAt(address).add(port);
    }
    owners.set(use, (owners.get(use) ?? 0) + 1);
    if (!use.byConnect) {
      bucket.bound++;
      bucket.wasBound = true;
    }
    return new HeldPort(bucket, owners, address, use);
  }

  /** `inet_put_port` */
  release(held: HeldPort): void {
    const { bucket, owners, use } = held;
    const left = (owners.get(use) ?? 0) - 1;
    if (left > 0) owners.set(use, left);
    else owners.delete(use);
    if (!use.byConnect) bucket.bound--;
    if (owners.size === 0) this.forget(bucket, held.address);
    held.onRelease?.();
  }

  /** Whether connect() may choose the port, for a destination it is not used with (`tb->fastreuse` of −1). */
  isConnectable(port: number): boolean {
    const bucket = this.buckets.get(port);
    return bucket === undefined || (this.forgetsBinds() ? bucket.bound === 0 : !bucket.wasBound);
  }

  /** Ports that somebody holds by an address; for any address, by whichever. */
  heldAt(address: string): PortSet {
    return address === anyAddress ? this.held : this.portsAt(address);
  }

  /** Somebody holds a port by all addresses. */
  isHeldAnywhere(port: number): boolean {
    return this.portsAt(anyAddress).has(port);
  }

  /** `inet_csk_bind_conflict`: whether somebody stands in the way of bind(). */
  conflicts(port: number, address: string, use: PortUse, test: BindTest): boolean {
    const bucket = this.buckets.get(port);
    if (bucket === undefined) return false;
    return bucket.addresses.some(
      (one) =>
        (address === anyAddress || one.address === anyAddress || one.address === address) &&
        [...one.owners.keys()].some((other) => standsInTheWay(use, other, test)),
    );
  }

  private portsAt(address: string): PortSet {
    let ports = this.byAddress.get(address);
    if (!ports) this.byAddress.set(address, (ports = new PortSet()));
    return ports;
  }

  private forget(bucket: PortBucket, address: string): void {
    const at = bucket.addresses.findIndex((one) => one.address === address);
    bucket.addresses.splice(at, 1);
    this.portsAt(address).delete(bucket.port);
    if (bucket.addresses.length > 0) return;
    this.buckets.delete(bucket.port);
    this.held.delete(bucket.port);
  }
}

/** `inet_bind_conflict`; all sockets here are of one user. */
function standsInTheWay(use: PortUse, other: PortUse, { relax, reusePortOk }: BindTest): boolean {
  const share = use.reusePort && other.reusePort;
  if (use.reuseAddress && other.reuseAddress && !other.isListening) return !relax || (!reusePortOk && share);
  return !reusePortOk || !share;
}
