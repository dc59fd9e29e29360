import type { Triple } from "./settings";

const pageBytes = 4096;

/** What one socket is charged with. */
export interface MemoryHolder {
  /** Bytes it may still use of the pages it has (`sk_forward_alloc`). */
  forwardBytes: number;
}

/** Memory of all TCP sockets of a machine, in pages (`sk_memory_allocated`, `tcp_mem`). */
export class TcpMemory {
  pages = 0;
  /** `tcp_memory_pressure` */
  isUnderPressure = false;
  /** Sockets there are, and those among them no application has open any more. */
  sockets = 0;
  orphans = 0;

  /** `sk_mem_schedule`: lets a socket use so many bytes more. False above the limits, unless it has very little. */
  schedule(holder: MemoryHolder, bytes: number, limits: Triple, hasLittle: boolean): boolean {
    const lacking = bytes - holder.forwardBytes;
    if (lacking <= 0) return true;
    const pages = Math.ceil(lacking / pageBytes);
    const after = this.pages + pages;
    if (after <= limits[0]) this.isUnderPressure = false;
    else if (after > limits[1]) this.isUnderPressure = true;
    if (after > limits[2] || (after > limits[0] && this.isUnderPressure && !hasLittle)) return false;
    this.take(holder, pages);
    return true;
  }

  /** `sk_forced_mem_schedule`: whatever the limits say. */
  force(holder: MemoryHolder, bytes: number): void {
    const lacking = bytes - holder.forwardBytes;
    if (lacking > 0) this.take(holder, Math.ceil(lacking / pageBytes));
  }

  /** `sk_mem_uncharge`: whole pages go back at once. */
  release(holder: MemoryHolder, bytes: number): void {
    holder.forwardBytes += bytes;
    const pages = Math.floor(holder.forwardBytes / pageBytes);
    if (pages === 0) return;
    holder.forwardBytes -= pages * pageBytes;
    this.pages -= pages;
  }

  /** Everything a socket that is gone still had. */
  close(holder: MemoryHolder): void {
    this.pages -= Math.ceil(holder.forwardBytes / pageBytes);
    holder.forwardBytes = 0;
  }

  private take(holder: MemoryHolder, pages: number): void {
    this.pages += pages;
    holder.forwardBytes += pages * pageBytes;
  }
}
