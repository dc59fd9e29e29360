import type { Host } from "../machine/host";
import type { Machine } from "../machine/machine";
import type { Endpoint } from "../machine/packet";
import { TcpSocket } from "../machine/tcp/socket";
import type { TcpState } from "../machine/tcp/state";
import { TimeWaitSocket } from "../machine/tcp/timeWait";
import { anywhere } from "./addresses";

/** Memory of a socket in bytes, as `ss -m` shows it. */
export interface SocketMemory {
  readonly receive: number;
  readonly receiveBuffer: number;
  /** Of packets that are under way in this machine, and of those that wait to be sent or acknowledged. */
  readonly send: number;
  readonly queued: number;
  readonly sendBuffer: number;
  /** Reserved and not yet used. */
  readonly forward: number;
  readonly drops: number;
}

/** A timer of a TCP socket that will go off. */
export interface SocketTimer {
  readonly kind: "retransmit" | "keepalive" | "timewait" | "probe";
  readonly leftNs: number;
  /** Times something was sent again, and probes without answer. */
  readonly retransmits: number;
  readonly probes: number;
}

/** One socket, as /proc/net/tcp, /proc/net/udp and `ss` list it. */
export interface SocketRow {
  /** As `ss` names it. */
  readonly state: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly timer?: SocketTimer | undefined;
  /** `undefined`: the kernel keeps a small part of a socket, without memory of its own. */
  readonly memory: SocketMemory | undefined;
  /** The socket itself, where it is one of TCP that is connected. */
  readonly socket?: TcpSocket;
}

/** Sockets of UDP, by port. */
export function udpRows({ udpSockets }: Host): SocketRow[] {
  return [...udpSockets].sort(([a], [b]) => a - b).map(([port, socket]) => ({
    state: "UNCONN",
    local: { ...anywhere, port },
    remote: anywhere,
    receiveQueue: socket.unreadMemory,
    sendQueue: socket.sendMemory,
    memory: {
      receive: socket.receiveMemory,
      receiveBuffer: socket.receiveBufferBytes,
      send: socket.sendMemory,
      sendBuffer: socket.sendBufferBytes,
      queued: 0,
      forward: 0,
      drops: socket.drops,
    },
  })); // prettier-ignore
}

/** Sockets of TCP: first those that listen, by port, then half-open connections, then the others. */
export function tcpRows({ tcp, machine }: Host): SocketRow[] {
  const listeners = [...tcp.listeners].sort(([a], [b]) => a - b);
  const rows: SocketRow[] = listeners.map(([port, listener]) => ({
    state: "LISTEN",
    local: { ...anywhere, port },
    remote: anywhere,
    receiveQueue: listener.acceptQueue,
    sendQueue: listener.backlog,
    memory: undefined,
  }));
  for (const [, listener] of listeners) {
    for (const { client, server, timer, timeouts } of listener.halfOpenRequests) {
      const leftNs = timer.expires === undefined ? 0 : machine.timers.leftNs(timer);
      const retransmit: SocketTimer = { kind: "retransmit", leftNs, retransmits: timeouts, probes: 0 };
      rows.push({ state: "SYN-RECV", local: server, remote: client, receiveQueue: 0, sendQueue: 0, timer: retransmit, memory: undefined }); // prettier-ignore
    }
  }
  for (const connection of tcp.connections.values()) {
    if (connection instanceof TcpSocket) rows.push(connectedRow(connection));
    else if (connection instanceof TimeWaitSocket) rows.push(waitingRow(connection, machine));
  }
  return rows;
}

function waitingRow({ kept: { local, remote }, state, timer }: TimeWaitSocket, machine: Machine): SocketRow {
  const leftNs = timer.expires === undefined ? 0 : machine.timers.leftNs(timer);
  const timewait: SocketTimer = { kind: "timewait", leftNs, retransmits: 0, probes: 0 };
  return {
    state: shownStates[state],
    local,
    remote,
    receiveQueue: 0,
    sendQueue: 0,
    timer: timewait,
    memory: undefined,
  };
}

const shownStates: Readonly<Record<TcpState, string>> = {
  SYN_SENT: "SYN-SENT",
  ESTABLISHED: "ESTAB",
  FIN_WAIT1: "FIN-WAIT-1",
  FIN_WAIT2: "FIN-WAIT-2",
  CLOSE_WAIT: "CLOSE-WAIT",
  LAST_ACK: "LAST-ACK",
  CLOSING: "CLOSING",
  TIME_WAIT: "TIME-WAIT",
  CLOSE: "UNCONN",
};

const timerKinds = { on: "retransmit", persist: "probe", keepalive: "keepalive" } as const;

function connectedRow(socket: TcpSocket): SocketRow {
  const { shown, retransmits, probesOut } = socket.timers;
  return {
    state: shownStates[socket.state],
    local: socket.local,
    remote: socket.remote,
    receiveQueue: socket.receiveQueue,
    sendQueue: socket.sendQueue,
    timer: shown && { kind: timerKinds[shown.name], leftNs: shown.leftNs, retransmits, probes: probesOut },
    memory: {
      receive: socket.receiveMemory,
      receiveBuffer: socket.receiveBufferBytes,
      send: 0,
      queued: socket.sendMemory,
      sendBuffer: socket.sendBufferBytes,
      forward: socket.forwardBytes,
      drops: 0,
    },
    socket,
  };
}
