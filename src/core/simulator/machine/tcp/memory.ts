import type { Triple } from "./settings";

const pageBytes = 4096;

/** What one socket is charged with. */
export interface MemoryHolder {
  /** Bytes it may still use of the pages it has (`sk_forward_alloc`). */
  forwardBytes: number;
  /** What its queues hold (`sk_rmem_alloc` and `sk_wmem_queued`). */
  readonly receiveMemory: number;
  readonly sendMemory: number;
}

/**
 * Memory of all TCP sockets of a host, in pages (`sk_memory_allocated`, `tcp_mem`). The namespaces of a real machine
 * share it, limits included; here each host stands for a machine with limits of its own.
 */
export class TcpMemory {
  pages = 0;
  /** `tcp_memory_pressure` */
  isUnderPressure = false;
  /** Sockets there are, and those among them no application has open any more. */
  sockets = 0;
  orphans = 0;

  constructor(private readonly settings: { readonly mem: Triple }) {}

  /**
   * `__sk_mem_raise_allocated`: lets a socket use so many bytes more. Never above the highest limit; under pressure only
   * a socket that has little, or less than its share.
   */
  schedule(holder: MemoryHolder, bytes: number, hasLittle: boolean): boolean {
    const lacking = bytes - holder.forwardBytes;
    if (lacking <= 0) return true;
    const pages = Math.ceil(lacking / pageBytes);
    const after = this.pages + pages;
    const [low, pressure, most] = this.settings.mem;
    if (after <= low) this.isUnderPressure = false;
    else if (after > pressure) this.isUnderPressure = true;
    if (after > most) return false;
    if (this.isUnderPressure && !hasLittle && !this.isBelowShare(holder, pages)) return false;
    this.take(holder, pages);
    return true;
  }

  /** `sk_forced_mem_schedule`: whatever the limits say. */
  force(holder: MemoryHolder, bytes: number): void {
    const lacking = bytes - holder.forwardBytes;
    if (lacking > 0) this.take(holder, Math.ceil(lacking / pageBytes));
  }

  /** `sk_mem_uncharge`: whole pages go back at once, and with enough of them the pressure ends. */
  release(holder: MemoryHolder, bytes: number): void {
    holder.forwardBytes += bytes;
    const pages = Math.floor(holder.forwardBytes / pageBytes);
    if (pages === 0) return;
    holder.forwardBytes -= pages * pageBytes;
    this.giveBack(pages);
  }

  /** Everything a socket that is gone still had. */
  close(holder: MemoryHolder): void {
    this.giveBack(Math.ceil(holder.forwardBytes / pageBytes));
    holder.forwardBytes = 0;
  }

  /** Whether all sockets could have as much as this one would have. */
  private isBelowShare(holder: MemoryHolder, pages: number): boolean {
    const bytes = holder.sendMemory + holder.receiveMemory + holder.forwardBytes + pages * pageBytes;
    return this.settings.mem[2] > this.sockets * Math.ceil(bytes / pageBytes);
  }

  /** `__sk_mem_reduce_allocated` */
  private giveBack(pages: number): void {
    this.pages -= pages;
    if (this.pages < this.settings.mem[0]) this.isUnderPressure = false;
  }

  private take(holder: MemoryHolder, pages: number): void {
    this.pages += pages;
    holder.forwardBytes += pages * pageBytes;
  }
}
