import type { CounterName, DropPlace } from "../machine/counters";
import type { Schema } from "../file/schema";
import type { ProcLayout } from "../proc/layout";
import type { Ref } from "./parameters";
import type { RequestField } from "./requestTally";
import type { HardwareSpec } from "./observeHardware";
import type { TcpSpec } from "./observeTcp";
import type { StepSpec } from "./steps/steps";

/** Something of a scenario that a user may choose. */
export type ParameterSpec = {
  readonly name: string;
  readonly meaning: string;
} & (
  | { readonly type: "integer"; readonly min: number; readonly max: number; readonly default?: number }
  /** A number with up to three decimals. */
  | { readonly type: "decimal"; readonly min: number; readonly max: number; readonly default: number }
  /** Yes or no, as 1 or 0. */
  | { readonly type: "flag"; readonly default: 0 | 1 }
  /** A range of ports such as `1024-2047`, or one port; may be left empty. */
  | { readonly type: "ports"; readonly default?: string }
  | { readonly type: "choice"; readonly choices: readonly string[]; readonly default: string }
  /** The key of that name; its default and its bounds are the kernel's. */
  | { readonly type: "sysctl" }
);

/** A queueing discipline at one end of a link. */
export interface QdiscSpec {
  readonly on: string;
  readonly kind: Ref<"noqueue" | "pfifo" | "bfifo" | "tbf" | "pfifo_fast" | "fq">;
  /** Packets for pfifo and fq, of each band for pfifo_fast, bytes for the others. */
  readonly limit: Ref<number>;
  /** Above 0, any but tbf stands inside a tbf of that rate. */
  readonly rateBits: Ref<number>;
  readonly burstBytes: Ref<number>;
}

/** A network namespace. */
export interface HostSpec {
  readonly name: string;
  /** Copies of it, each with links, sockets and threads of its own. */
  readonly count?: Ref<number>;
  /** The CPU of its applications, counted from 0. */
  readonly cpu?: Ref<number>;
  /** The host its default route leads to. */
  readonly via?: string;
  /** Its settings, whatever the user has chosen for the others. */
  readonly sysctls?: Readonly<Record<string, Ref<number | string>>>;
  /** Tracks connections. */
  readonly conntrack?: boolean;
  /** Tracks connections and translates the sources of those that leave it. */
  readonly masquerade?: MasqueradeSpec;
}

/** A rule of nftables that translates sources. */
export interface MasqueradeSpec {
  /** The host at the other end of the link over which connections leave. */
  readonly towards: string;
  /** `--to-ports`: the ports to choose from. */
  readonly ports?: Ref<string>;
  /** `--random`, `--random-fully` */
  readonly random?: Ref<"no" | "random" | "fully">;
  /** Above 1, SNAT to that many addresses of the device instead of MASQUERADE. */
  readonly addresses?: Ref<number>;
}

/** The network cards at both ends of a link. What is left out is as `cardDefaults` in card.ts has it. */
export interface CardSpec {
  /** Bits a second of the wire. */
  readonly rateBits?: Ref<number>;
  readonly delayNs?: Ref<number>;
  /** Descriptors of each receive queue, and of the transmit ring. */
  readonly rxRing?: Ref<number>;
  readonly txRing?: Ref<number>;
  /** Receive queues. */
  readonly queues?: Ref<number>;
  /** When a card interrupts: so long after a frame, or after so many; 0 is not by this. */
  readonly rxUsecs?: Ref<number>;
  readonly rxFrames?: Ref<number>;
  readonly byteLimit?: Ref<"on" | "off">;
  /** Packets of a pfifo_fast or pfifo that `net.core.default_qdisc` puts there. */
  readonly txQueueLength?: Ref<number>;
  /** The CPU of queue 0 by host, that of the host unless said; the next queue has the next CPU. */
  readonly interruptCpu?: Readonly<Record<string, Ref<number>>>;
}

/** How two hosts are connected. Over `loopback` the two are one. */
export interface LinkSpec {
  readonly kind: Ref<"veth" | "loopback" | "nic">;
  readonly between: readonly [string, string];
  readonly mtu?: Ref<number>;
  /** How many addresses ends have, by host; one unless said. */
  readonly addresses?: Readonly<Record<string, Ref<number>>>;
  /** 0: received through the backlog of the CPU. Otherwise so many pairs, each with a ring and a NAPI of its own. */
  readonly napis?: Ref<number>;
  readonly card?: CardSpec;
  /** Threads poll the NAPIs of both ends. */
  readonly threaded?: Ref<"no" | "yes">;
  /** The mask of CPUs a host spreads what it receives over (`rps_cpus`); 0 for none. */
  readonly rpsCpus?: Readonly<Record<string, Ref<number>>>;
  readonly qdisc?: QdiscSpec;
}

export type SocketSpec =
  | {
      readonly id: string;
      readonly kind: "udp";
      readonly host: string;
      readonly port: Ref<number>;
      readonly receiveBuffer?: Ref<number>;
      readonly receiveBufferForced?: Ref<number>;
      readonly sendBuffer?: Ref<number>;
      /** SO_PRIORITY, by which some queueing disciplines sort. */
      readonly priority?: Ref<number>;
      /** So many sockets that share the port by SO_REUSEPORT. */
      readonly reusePort?: Ref<number>;
    }
  | {
      readonly id: string;
      readonly kind: "tcp-listener";
      readonly host: string;
      readonly port: Ref<number>;
      readonly backlog: Ref<number>;
      /** So many sockets that share the port by SO_REUSEPORT. */
      readonly reusePort?: Ref<number>;
      /** So many sockets, at ports that follow each other. */
      readonly ports?: Ref<number>;
      readonly receiveBuffer?: Ref<number>;
      readonly sendBuffer?: Ref<number>;
    };

/** A thread of an application; each copy of the host has it. */
export interface ThreadSpec {
  readonly host: string;
  /** Left out, the CPU of the host. */
  readonly cpu?: Ref<number>;
  /** Files it may have open, three of them already (RLIMIT_NOFILE); no limit unless said. */
  readonly descriptors?: Ref<number>;
  /** Threads that do the same; 1 unless said. */
  readonly count?: Ref<number>;
  /** Choices for which there is this thread, by parameter. */
  readonly when?: Readonly<Record<string, string>>;
  readonly steps: readonly StepSpec[];
}

/** What is read when the run is looked at. */
export type ObserveSpec = {
  readonly name: string;
  /** Seconds of timers: the timer wheel makes all of them a little late. */
  readonly timer?: boolean;
  /** How far a real kernel is from itself, in per cent. */
  readonly spreadPercent?: number;
  /** The kernel chooses it at random: the real one and this one need not agree. */
  readonly varies?: boolean;
} & (
  | { readonly counter: CounterName; readonly host: string }
  | HardwareSpec
  | TcpSpec
  | {
      readonly socket: string;
      readonly field:
        "queued" | "receiveBufferBytes" | "lastTruesize" | "drops" | "sendErrors" | "receiveMemory" | "acceptQueue" | "halfOpen";
    }
  | { readonly requests: string; readonly field: RequestField }
  /** Ports to which a host has translated those of connections, in ascending order. */
  | { readonly translatedBy: string }
  | { readonly clients: string; readonly state: "SYN_SENT" | "ESTABLISHED" | "CLOSE" }
  | { readonly clients: string; readonly field: "receiveQueue" | "sendQueue" | "receiveMemory" | "sendMemory" }
  /** What a step has found out; of seconds, those since another. */
  | { readonly result: string; readonly since?: string }
  | { readonly devices: string; readonly field: "txPackets" | "rxPackets" | "queued" | "qdiscDrops" | "txDropped" | "rxDropped" }
); // prettier-ignore

/** One scenario, in one language. See content/schema/scenario.schema.json. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: readonly ParameterSpec[];
  readonly hosts: readonly (string | HostSpec)[];
  readonly cpus?: Ref<number>;
  /** Hosts that take the settings the user has chosen, all unless said; the others have what a kernel begins with. */
  readonly configured?: readonly string[];
  readonly links: readonly LinkSpec[];
  readonly sockets: readonly SocketSpec[];
  readonly workload: readonly ThreadSpec[];
  /** When to look; left out, once the workload is done and the CPUs are idle. */
  readonly lookAtNs?: number;
  readonly observe: readonly ObserveSpec[];
  readonly notModelled: readonly string[];
}

/** What a place where packets get lost is, and what tells of it. */
export interface DropFacts {
  readonly where: string;
  /** As tools print it. */
  readonly counter: string;
  readonly sysctls: readonly string[];
  readonly command: string;
}

/** A scenario, and what its parameters have. */
export interface Opening {
  readonly scenario: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** All scenarios and what they share, as the build compiles it. */
export interface ScenarioLibrary {
  readonly scenarios: readonly Scenario[];
  /** The machine that is simulated: ticks a second, size of headers, sysctls it computes from them. */
  readonly machine: {
    readonly hz: number;
    readonly maxHeaderBytes: number;
    readonly defaults: Readonly<Record<string, string>>;
  };
  readonly drops: Readonly<Record<DropPlace, DropFacts>>;
  /** What a scenario file has to look like. */
  readonly schema: Schema;
  /** What the machine's files under /proc list. */
  readonly proc: ProcLayout;
  readonly notModelled: readonly string[];
  /** By sysctl: a scenario in which its value matters, and what it takes for that. */
  readonly openings?: Readonly<Record<string, Opening>>;
  /** Sysctls a run of each scenario asks for, by its id. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  /** The ids of those that the command line plays on the running kernel too. */
  readonly labs: readonly string[];
  readonly labels: Readonly<Record<"observed" | "drops" | "noDrops" | "notModelled" | "ignored" | "settings" | "watch" | "timeline" | "log", string>>;
} // prettier-ignore
