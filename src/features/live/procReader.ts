import type { ProcSource, Reading } from "../../core/live/procSource";
import { nodeModule } from "../nodeModule";

/** Files of /proc we read are a few KiB; what is longer is none of them. */
const largestFile = 256 * 1024;
const chunk = 16 * 1024;
/** A file of /proc answers at once, or something is wrong with it. */
const patienceMs = 2000;

/** Reads files of /proc on demand; `undefined` where there is no Node, as in a browser. */
export function createProcReader(): ProcSource | undefined {
  const files = nodeModule("node:fs")?.promises;
  if (!files) return undefined;
  const underWay = new Map<string, Promise<Reading>>();

  async function readWhole(path: string): Promise<Reading> {
    const handle = await files?.open(path, "r");
    if (!handle) return { kind: "unreadable" };
    try {
      const decoder = new TextDecoder();
      const buffer = new Uint8Array(chunk);
      const bytes: number[] = [];
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, chunk, null);
        if (bytesRead === 0) return { kind: "value", text: decoder.decode(Uint8Array.from(bytes)) };
        for (const byte of buffer.subarray(0, bytesRead)) bytes.push(byte);
        if (bytes.length > largestFile) return { kind: "unreadable" };
      }
    } finally {
      // Nobody waits for that.
      handle.close().catch(() => undefined);
    }
  }

  /** One read of a file at a time: who asks meanwhile gets the same answer. */
  function readOnce(path: string): Promise<Reading> {
    const known = underWay.get(path);
    if (known) return known;
    const reading = readWhole(path)
      .catch((error: unknown): Reading => ({ kind: isMissing(error) ? "absent" : "unreadable" }))
      .finally(() => underWay.delete(path));
    underWay.set(path, reading);
    return reading;
  }

  return {
    read: async (path) => (await within(patienceMs, readOnce(path))) ?? { kind: "unreadable" },
    list: (path) => files.readdir(path).catch(() => []),
  };
}

function isMissing(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}

/** What comes in time; `undefined` where it does not. */
export async function within<Value>(milliseconds: number, value: Promise<Value>): Promise<Value | undefined> {
  let timer: number | undefined;
  const late = new Promise<undefined>((resolve) => {
    // Whatever kept us busy may have kept a value from being taken that is there: it gets a turn before it is late.
    const giveUp = (): void => void (timer = setTimeout(() => resolve(undefined), 0));
    timer = setTimeout(giveUp, milliseconds);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
