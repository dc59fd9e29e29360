const leastSlots = 4;

/** A queue whose ends both cost constant time: a ring that grows and shrinks with its length. */
export class Fifo<Item> {
  /** As many as a power of two, or none. */
  private slots: (Item | undefined)[] = [];
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(item: Item): void {
    if (this.count === this.slots.length) this.resize(Math.max(leastSlots, this.count * 2));
    this.slots[(this.head + this.count++) & (this.slots.length - 1)] = item;
  }

  peek(): Item | undefined {
    return this.slots[this.head];
  }

  shift(): Item | undefined {
    if (this.count === 0) return undefined;
    const { slots, head } = this;
    const item = slots[head];
    slots[head] = undefined;
    this.head = (head + 1) & (slots.length - 1);
    if (--this.count < slots.length >> 3 && slots.length > leastSlots) this.resize(slots.length >> 1);
    return item;
  }

  /** Looks at all, the oldest first. */
  forEach(visit: (item: Item) => void): void {
    for (let at = 0; at < this.count; at++) visit(this.slots[(this.head + at) & (this.slots.length - 1)] as Item);
  }

  /** Takes everything out of another queue, as `skb_queue_splice_tail_init` does. */
  takeAll(other: Fifo<Item>): void {
    if (this.count > 0) {
      for (let item = other.shift(); item !== undefined; item = other.shift()) this.push(item);
      return;
    }
    const { slots } = this;
    this.slots = other.slots;
    this.head = other.head;
    this.count = other.count;
    other.slots = slots;
    other.head = 0;
    other.count = 0;
  }

  private resize(size: number): void {
    const { slots, head, count } = this;
    this.slots = [];
    for (let at = 0; at < size; at++) this.slots.push(at < count ? slots[(head + at) & (slots.length - 1)] : undefined);
    this.head = 0;
  }
}
