import type { Host } from "../machine/host";
import type { Endpoint } from "../machine/packet";
import { TcpSocket } from "../machine/tcp/socket";
import type { TcpState } from "../machine/tcp/state";
import { anywhere } from "./addresses";

/** Memory of a socket in bytes, as `ss -m` shows it. */
export interface SocketMemory {
  readonly receive: number;
  readonly receiveBuffer: number;
  readonly send: number;
  readonly sendBuffer: number;
  readonly drops: number;
}

/** One socket, as /proc/net/tcp, /proc/net/udp and `ss` list it. */
export interface SocketRow {
  /** As `ss` names it. */
  readonly state: string;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** `undefined`: the kernel keeps no more than a small part of a socket, without memory of its own. */
  readonly memory: SocketMemory | undefined;
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
      drops: socket.drops,
    },
  })); // prettier-ignore
}

/** Sockets of TCP: first those that listen, by port, then the others. */
export function tcpRows({ tcp }: Host): SocketRow[] {
  const listeners = [...tcp.listeners].sort(([a], [b]) => a - b);
  return [
    ...listeners.map(([port, listener]) => ({
      state: "LISTEN",
      local: { ...anywhere, port },
      remote: anywhere,
      receiveQueue: listener.acceptQueue,
      sendQueue: listener.backlog,
      memory: undefined,
    })),
    ...[...tcp.connections.values()].flatMap((connection) => (connection instanceof TcpSocket ? tcpRow(connection) : [])),
  ]; // prettier-ignore
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

function tcpRow(socket: TcpSocket): SocketRow {
  return {
    state: shownStates[socket.state],
    local: socket.local,
    remote: socket.remote,
    receiveQueue: socket.receiveQueue,
    sendQueue: socket.sendQueue,
    memory: {
      receive: socket.receiveMemory,
      receiveBuffer: socket.receiveBufferBytes,
      send: socket.sendMemory,
      sendBuffer: socket.sendBufferBytes,
      drops: 0,
    },
  };
}
