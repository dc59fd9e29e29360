import { readlinkSync } from "node:fs";
import { endChildren, operations, type Operations } from "./operations";

/** A request over the channel to the lab; the answer has the same `id`. */
export interface Request {
  readonly id: number;
  readonly operation: keyof Operations;
  readonly args: readonly unknown[];
}

export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

/**
 * The whole life of the process that stands in a namespace and does there what it is asked. The namespace, its devices
 * and its sockets last as long as the process, and that as long as the channel to the lab, however the lab ends.
 */
export function agent(outerNamespace: string): void {
  if (!process.send || readlinkSync("/proc/self/ns/net") === outerNamespace) process.exit(2);
  process.on("disconnect", () => {
    endChildren();
    process.exit();
  });
  // Ctrl-C in a terminal reaches every process; the lab ends this one.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  // Where the lab has gone, nobody waits for the answer.
  const answer = (message: Answer): void => void process.send?.(message, () => undefined);
  process.on("message", ({ id, operation, args }: Request) => {
    const work = operations[operation] as (...values: readonly unknown[]) => unknown;
    // Within a promise an operation may also throw before its first await.
    void new Promise((resolve) => resolve(work(...args))).then(
      (value) => answer({ id, value }),
      (error: unknown) => answer({ id, error: reasonOf(error) }),
    );
  });
  answer({ id: 0, value: "ready" });
}

function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
  return stderr?.trim().replaceAll("\n", ", ") || code || message;
}
