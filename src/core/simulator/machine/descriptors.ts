const standardStreams = 3;

/** Open files of one process, and how many it may have (RLIMIT_NOFILE). */
export class Descriptors {
  private used = standardStreams;

  constructor(private readonly limit: number) {}

  /** Takes one, as socket() and accept() do first (`alloc_fd`); false is EMFILE. */
  open(): boolean {
    if (this.used >= this.limit) return false;
    this.used++;
    return true;
  }

  close(): void {
    this.used--;
  }
}
