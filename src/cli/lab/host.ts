import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readlinkSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Answer, Request } from "./agent";
import { parsePairedLines, type Counters } from "./counters";
import { LabError } from "./labError";
import { readSysctlValue } from "./parameters";
import type { Operations } from "./operations";
import { agentRole } from "./roles";

type Call<Name extends keyof Operations> = Operations[Name] extends (...args: infer Args) => infer Result
  ? { readonly args: Args; readonly result: Awaited<Result> }
  : never;

/** A device of `ip -j link`. */
interface Link {
  readonly ifname: string;
  readonly operstate: string;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/** A network namespace of its own with a process that acts in it. */
export class Host {
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private nextId = 1;

  private readonly child: ChildProcess;

  /** Begins to start a host; `program` is the script of its process. `onFailure` hears of its end. */
  constructor(program: string, onFailure: (reason: LabError) => void) {
    const fail = (reason: LabError): void => {
      this.rejectAll(reason);
      onFailure(reason);
    };
    const role = [agentRole, readlinkSync("/proc/self/ns/net")];
    const child = spawn("unshare", ["--net", "--", process.execPath, program, ...role], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
    });
    this.child = child;
    // "close" never comes where this side closes the channel.
    this.ended = new Promise((resolve) => void child.once("exit", () => resolve()).once("error", () => resolve()));
    child.on("message", (answer: Answer) => this.onAnswer(answer));
    child.once("error", (error) => fail(new LabError(`unshare (util-linux) cannot run: ${error.message}`)));
    child.once("exit", (code, signal) =>
      fail(new LabError(`a process of the lab ended early (${signal ?? `exit status ${code ?? "unknown"}`})`)),
    );
  }

  /** Waits for the process and quietens its namespace: nothing but what the lab sends is to move there. */
  async ready(): Promise<void> {
    await new Promise((resolve, reject) => this.waiting.set(0, { resolve, reject }));
    if (existsSync("/proc/sys/net/ipv6"))
      for (const name of ["all", "default"]) await this.writeSysctl(`net.ipv6.conf.${name}.disable_ipv6`, "1");
    await this.ip("link set lo up");
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Has the process in the namespace do something. */
  call<Name extends keyof Operations>(operation: Name, ...args: Call<Name>["args"]): Promise<Call<Name>["result"]> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const request: Request = { id, operation, args };
      this.child.send(
        request,
        (error) => error && reject(new LabError(`a process of the lab is gone: ${error.message}`)),
      );
    });
  }

  /** Runs a program of iproute2 or another in the namespace; `hint` says what may be missing when it refuses. */
  async run(command: readonly [string, ...string[]], input = "", hint = ""): Promise<string> {
    const [program, ...args] = command;
    try {
      return await this.call("run", program, args, input);
    } catch (error) {
      const reason = (error as Error).message;
      if (reason === "ENOENT") throw new LabError(`${program} is needed and not there`);
      throw new LabError(`${command.join(" ")}: ${reason}${hint && `; ${hint}`}`);
    }
  }

  /**
   * Starts a Perl program in the namespace, for what Node's sockets cannot do; the answer is its first line. It may use
   * what every base system has (`perl-base`), and goes on when it is told something by `tell`.
   */
  async perl(name: string, program: string, ...args: readonly string[]): Promise<string> {
    try {
      return await this.call("startProgram", name, "perl", ["-e", program, ...args]);
    } catch (error) {
      const reason = (error as Error).message;
      if (reason === "ENOENT") throw new LabError("perl is needed and not there");
      const missing = /^Can't locate (\w+)\.pm/.exec(reason)?.[1];
      throw new LabError(missing ? `Perl's module ${missing} is needed and not there` : `perl: ${reason}`);
    }
  }

  /** Hands a program that was started a line; the answer is the next it prints. */
  tell(name: string, line: string): Promise<string> {
    return this.call("tellProgram", name, line);
  }

  /** Several lines for `ip -batch`. */
  ip(...lines: readonly string[]): Promise<string> {
    const hint = lines.some((line) => line.includes(" type veth ")) ? "the kernel may lack the module veth" : "";
    return this.run(["ip", "-batch", "-"], `${lines.join("\n")}\n`, hint);
  }

  /** Waits for all devices that are up to have a carrier: until that is noticed, they discard what they are to send. */
  async linksAreUp(): Promise<void> {
    for (;;) {
      const links = JSON.parse(await this.run(["ip", "-j", "link", "show", "up"])) as readonly Link[];
      if (links.every(({ ifname, operstate }) => ifname === "lo" || operstate === "UP")) return;
      await setTimeout(5);
    }
  }

  /** Writes a key of the namespace. Throws `LabError` where the kernel refuses. */
  async writeSysctl(key: string, value: string): Promise<void> {
    await this.call("write", sysctlFile(key), value).catch((error: unknown) => {
      const { message } = error as Error;
      const reason = message === "ENOENT" ? "this kernel has no such key in a namespace" : message;
      throw new LabError(`${key} = ${value} is refused: ${reason}`);
    });
  }

  /** What a key reads, `undefined` where the namespace has none of that name. */
  async readSysctl(key: string): Promise<number | string | undefined> {
    return this.call("read", sysctlFile(key)).then(readSysctlValue, () => undefined);
  }

  /** The counters of `/proc/net/snmp` and `/proc/net/netstat`. */
  async counters(): Promise<Counters> {
    const [snmp, netstat] = await Promise.all([
      this.call("read", "/proc/net/snmp"),
      this.call("read", "/proc/net/netstat"),
    ]);
    return { ...parsePairedLines(snmp), ...parsePairedLines(netstat) };
  }

  /** Ends the process, and with it the namespace and all in it. */
  async close(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    const isOver = new AbortController();
    const kill = setTimeout(1000, undefined, isOver).then(
      () => this.child.kill("SIGKILL"),
      () => undefined,
    );
    await this.ended;
    isOver.abort();
    await kill;
  }

  private onAnswer(answer: Answer): void {
    const call = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("error" in answer) call?.reject(new LabError(answer.error));
    else call?.resolve(answer.value as never);
  }

  private rejectAll(reason: Error): void {
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }
}

/** The file of a key whose segments hold no dot. */
export function sysctlFile(key: string): string {
  return `/proc/sys/${key.replaceAll(".", "/")}`;
}
