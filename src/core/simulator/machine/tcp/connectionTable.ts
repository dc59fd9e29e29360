import type { Endpoint } from "../packet";

/** The remote end by its port and the own one, in a number V8 keeps without a box. */
const portsKey = (local: number, remote: number): number => (local << 16) | remote;

/** What belongs to pairs of endpoints: `inet_ehash`. Two addresses have a map of their own, found by comparing two strings. */
export class ConnectionTable<Value> {
  private readonly byLocal = new Map<string, Map<string, Map<number, Value>>>();
  private lastLocal = "";
  private lastRemote = "";
  private last: Map<number, Value> | undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(local: Endpoint, remote: Endpoint): Value | undefined {
    return this.pair(local.address, remote.address)?.get(portsKey(local.port, remote.port));
  }

  set(local: Endpoint, remote: Endpoint, value: Value): void {
    const values = this.pair(local.address, remote.address) ?? this.addPair(local.address, remote.address);
    const before = values.size;
    values.set(portsKey(local.port, remote.port), value);
    this.count += values.size - before;
  }

  delete(local: Endpoint, remote: Endpoint): void {
    const isGone = this.pair(local.address, remote.address)?.delete(portsKey(local.port, remote.port));
    if (isGone) this.count--;
  }

  *values(): Generator<Value, void> {
    for (const remotes of this.byLocal.values()) for (const values of remotes.values()) yield* values.values();
  }

  private pair(local: string, remote: string): Map<number, Value> | undefined {
    if (local === this.lastLocal && remote === this.lastRemote) return this.last;
    const found = this.byLocal.get(local)?.get(remote);
    if (found) this.remember(local, remote, found);
    return found;
  }

  private addPair(local: string, remote: string): Map<number, Value> {
    const remotes = this.byLocal.get(local) ?? new Map<string, Map<number, Value>>();
    const values = new Map<number, Value>();
    this.byLocal.set(local, remotes);
    remotes.set(remote, values);
    this.remember(local, remote, values);
    return values;
  }

  private remember(local: string, remote: string, values: Map<number, Value>): void {
    [this.lastLocal, this.lastRemote, this.last] = [local, remote, values];
  }
}
