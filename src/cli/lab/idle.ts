import dgram from "node:dgram";
import { readSync, writeSync } from "node:fs";
import net from "node:net";

/** A socket that nobody serves: a listener without `accept`, a receiver without `recv`. */
export type IdleSocket =
  | { readonly kind: "listener"; readonly host: string; readonly port: number; readonly backlog: number }
  | { readonly kind: "receiver"; readonly host: string; readonly port: number; readonly receiveBuffer?: number };

/** What the process prints once its socket is open; otherwise it prints why it is not. */
export const isOpen = "open";

const stdin = 0;
const stdout = 1;

/**
 * The whole life of a process with one idle socket. Node would accept and read by itself, so the process stands still,
 * in a read of its standard input, as soon as the socket is open. A byte there lets it serve what has queued and tell
 * how much that was; the end of the input ends it.
 */
export function idle(socket: IdleSocket): void {
  if (socket.kind === "listener") listen(socket);
  else receive(socket);
}

function listen({ host, port, backlog }: IdleSocket & { kind: "listener" }): void {
  const server = net.createServer();
  server.on("error", giveUp);
  // Node takes 0 for "not given", but hands the lowest 32 bits of a larger number to listen(2).
  server.listen({ host, port, backlog: backlog === 0 ? 2 ** 32 : backlog }, () => {
    writeSync(stdout, `${isOpen}\n`);
    standStill();
    process.exit();
  });
}

function receive({ host, port, receiveBuffer }: IdleSocket & { kind: "receiver" }): void {
  const socket = dgram.createSocket("udp4");
  let received = 0;
  socket.on("error", giveUp);
  socket.on("message", () => received++);
  socket.bind(port, host, () => {
    // 0 would only ask for the size; every figure below the kernel's minimum is raised to it.
    if (receiveBuffer !== undefined) socket.setRecvBufferSize(Math.max(1, receiveBuffer));
    writeSync(stdout, `${isOpen}\n`);
    standStill();
    // A turn of the event loop that brought nothing found the queue empty.
    const countUntilEmpty = (before: number): void => {
      setImmediate(() => {
        if (received === before) {
          writeSync(stdout, `${received}\n`);
          process.exit();
        }
        countUntilEmpty(received);
      });
    };
    countUntilEmpty(-1);
  });
}

function giveUp(error: NodeJS.ErrnoException): never {
  writeSync(stdout, `${error.code ?? error.message}\n`);
  process.exit(1);
}

function standStill(): void {
  if (readSync(stdin, Buffer.alloc(1)) === 0) process.exit();
}
