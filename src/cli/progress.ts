/** How far a long run is, on a line of its own that is written over. */
export interface Progress {
  update(files: number, findings: number): void;
  /** Takes the line away, so that something else can be written. */
  erase(): void;
}

/** What progress needs of a stream. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Often enough to be seen moving, seldom enough to cost nothing. */
const pauseMs = 100;

/** Progress for a person who watches; on a stream that is no terminal, nothing is ever written. */
export function createProgress(screen: Screen, now: () => number = () => performance.now()): Progress {
  let shown = 0;
  let next = now() + pauseMs;
  const erase = (): void => {
    if (shown > 0) screen.write(`\r${" ".repeat(shown)}\r`);
    shown = 0;
  };
  return {
    update: (files, findings) => {
      if (!screen.isTTY || now() < next) return;
      next = now() + pauseMs;
      const line = `${count(files, "file")}, ${count(findings, "finding")}`;
      screen.write(`\r${line.padEnd(shown)}`);
      shown = Math.max(shown, line.length);
    },
    erase,
  };
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
