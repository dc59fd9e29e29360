/** A queue whose ends both cost constant time; memory follows its length. */
export class Fifo<Item> {
  private items: (Item | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: Item): void {
    this.items.push(item);
  }

  peek(): Item | undefined {
    return this.items[this.head];
  }

  shift(): Item | undefined {
    if (this.head === this.items.length) return undefined;
    const item = this.items[this.head];
    this.items[this.head++] = undefined;
    if (this.head === this.items.length) {
      this.items.length = 0;
      this.head = 0;
    } else if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return item;
  }

  /** Looks at all, the oldest first. */
  forEach(visit: (item: Item) => void): void {
    for (let at = this.head; at < this.items.length; at++) visit(this.items[at] as Item);
  }

  /** Takes everything out of another queue, as `skb_queue_splice_tail_init` does. */
  takeAll(other: Fifo<Item>): void {
    if (this.length === 0) {
      [this.items, other.items] = [other.items, this.items];
      [this.head, other.head] = [other.head, this.head];
      other.items.length = 0;
      other.head = 0;
      return;
    }
    for (let item = other.shift(); item !== undefined; item = other.shift()) this.push(item);
  }
}
