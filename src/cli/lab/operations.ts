import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import dgram from "node:dgram";
import { readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import { setImmediate } from "node:timers/promises";
import { parseTransmitted } from "./counters";
import { idleRole } from "./roles";
import { isOpen, type IdleSocket } from "./idle";

/** Where datagrams go and what they are. */
export interface Datagrams {
  readonly host: string;
  readonly port: number;
  /** Bytes behind the UDP header. */
  readonly payload: number;
  readonly count: number;
}

let idleChild: ChildProcess | undefined;
/** Connections that were accepted. */
let accepted = 0;
/** As far as somaxconn can be raised. */
const longestBacklog = 65_535;
/** Running programs by the name the lab gave them. */
const programs = new Map<string, ChildProcess>();
/** Open connections; a socket nobody holds may be collected and closed. */
const connections: net.Socket[] = [];

/** What the lab may ask of the process that stands in a namespace. */
export const operations = {
  /** Runs a program to its end; the answer is what it printed. */
  run: (command: string, args: readonly string[], input: string): string =>
    execFileSync(command, args, { input, encoding: "utf8", timeout: 10_000, stdio: ["pipe", "pipe", "pipe"] }),

  read: (file: string): string => readFileSync(file, "utf8"),

  write: (file: string, text: string): void => writeFileSync(file, text),

  /**
   * Starts a program that answers in lines, each to a line it reads, and gives its first. Without a parent it reads the
   * end of its input and has to end, too.
   */
  startProgram: (name: string, command: string, args: readonly string[]): Promise<string> => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    programs.set(name, child);
    return nextLine(child);
  },

  /** Hands a running program a line; the answer is the next it prints. */
  tellProgram: (name: string, line: string): Promise<string> => {
    const child = programs.get(name);
    if (!child) throw new Error(`no program ${name} runs`);
    const answer = nextLine(child);
    child.stdin?.write(`${line}\n`);
    return answer;
  },

  /** Opens connections in one go and keeps them, whatever becomes of them later. */
  connect: async (host: string, port: number, count: number): Promise<void> => {
    let reason: string | undefined;
    for (let index = 0; index < count; index++) {
      const socket = net.connect({ host, port });
      socket.on("error", ({ code }: NodeJS.ErrnoException) => {
        if (code !== "ECONNRESET") reason ??= code;
      });
      connections.push(socket);
    }
    await setImmediate();
    if (reason !== undefined) throw new Error(`${count} connections cannot be opened: ${reason}`);
  },

  /** Opens a socket that nobody serves, in a process of its own. */
  openIdle: async (socket: IdleSocket): Promise<void> => {
    const program = [...process.execArgv, process.argv[1] ?? "", idleRole, JSON.stringify(socket)];
    idleChild = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "inherit"] });
    const answer = await nextLine(idleChild);
    if (answer !== isOpen) throw new Error(`${socket.host}:${socket.port} cannot be opened: ${answer}`);
  },

  /** Accepts every connection at once and closes it as soon as the other side has. */
  serve: async (host: string, port: number): Promise<void> => {
    const server = net.createServer((socket) => {
      accepted++;
      // An other side that resets closes, too.
      socket.on("error", () => undefined).resume();
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ host, port, backlog: longestBacklog }, resolve);
    });
  },

  /** Waits until so many connections have been accepted. */
  accepted: async (count: number): Promise<void> => {
    while (accepted < count) await setImmediate();
  },

  /** Lets the idle receiver read what has queued; the answer is how many datagrams that were. */
  drainIdle: async (): Promise<number> => {
    if (!idleChild) throw new Error("no idle socket is open");
    const line = nextLine(idleChild);
    idleChild.stdin?.write("r");
    return Number(await line);
  },

  /** Sends datagrams one after the other. */
  sendInTurn: async ({ host, port, payload, count }: Datagrams): Promise<void> => {
    const socket = await openSender();
    const message = Buffer.alloc(payload);
    const sendOne = (): Promise<void> =>
      new Promise((resolve, reject) => {
        socket.send(message, port, host, (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    for (let index = 0; index < count; index++) await sendOne();
    socket.close();
  },

  /**
   * Sends datagrams without ever waiting for room. `completed` counts the sends that found some; the others would
   * block, and are called off. `sent` is what `device` had passed on after the last, `seconds` how long
   * the sending took.
   */
  sendAtOnce: async (
    datagrams: Datagrams,
    sendBuffer: number | undefined,
    device: string,
  ): Promise<{ completed: number; sent: number; seconds: number }> => {
    const { host, port, payload, count } = datagrams;
    const socket = await openSender();
    // 0 would only ask for the size; every figure below the kernel's minimum is raised to it.
    if (sendBuffer !== undefined) socket.setSendBufferSize(Math.max(1, sendBuffer));
    const message = Buffer.alloc(payload);
    const before = packetsSentBy(device);
    let completed = 0;
    const startedAt = performance.now();
    const onSent = (error: Error | null): void => {
      if (!error) completed++;
    };
    for (let index = 0; index < count; index++) socket.send(message, port, host, onSent);
    const sent = packetsSentBy(device) - before;
    const seconds = Math.round((performance.now() - startedAt) * 1000) / 1e6;
    // Callbacks of sends that were over at once are due before this one.
    await new Promise<void>((done) => process.nextTick(done));
    const answer = { completed, sent, seconds };
    socket.close();
    return answer;
  },
};

export type Operations = typeof operations;

/** Ends the processes that were started. */
export function endChildren(): void {
  idleChild?.kill("SIGKILL");
  for (const child of programs.values()) child.kill("SIGKILL");
}

function packetsSentBy(device: string): number {
  return parseTransmitted(readFileSync("/proc/net/dev", "utf8")).get(device)?.packets ?? 0;
}

/** A socket whose `send` reaches send(2) before it returns: addresses need no look-up. */
async function openSender(): Promise<dgram.Socket> {
  const socket = dgram.createSocket({ type: "udp4", lookup: (name, _options, done) => done(null, name, 4) });
  await new Promise<void>((done) => socket.bind(0, "0.0.0.0", done));
  return socket;
}

/** The next line a process prints. Rejects with what it complained of when it ends instead. */
function nextLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    let complaint = "";
    const settle = (act: () => void): void => {
      child.stdout?.off("data", read);
      child.stderr?.off("data", hear);
      child.off("error", fail).off("close", end);
      act();
    };
    const read = (data: Buffer): void => {
      text += data.toString();
      if (text.includes("\n")) settle(() => resolve(text.trim()));
    };
    const hear = (data: Buffer): void => void (complaint += data.toString());
    const fail = (error: Error): void => settle(() => reject(error));
    const end = (): void => settle(() => reject(new Error(complaint.trim() || "a process with sockets ended")));
    child.stdout?.on("data", read);
    child.stderr?.on("data", hear);
    child.on("error", fail).on("close", end);
  });
}
