import type { Host } from "../host";
import type { Endpoint } from "../packet";
import type { SkBuff } from "../skbuff";
import type { TcpEndpoint } from "./tcp";

const lengthNs = 60_000_000_000; // TCP_TIMEWAIT_LEN

/** What of a connection is kept when it enters TIME_WAIT. */
export interface TimeWaitState {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** FIN_WAIT2 of a closed socket is kept here too; its FIN is still to come. */
  readonly substate: "TIME_WAIT" | "FIN_WAIT2";
  readonly sendNext: number;
  readonly receiveNext: number;
  readonly hasTimestamps: boolean;
  /** The peer's last timestamp (`tw_ts_recent`), in milliseconds. */
  readonly recentTimestamp: number;
  /** How long, in nanoseconds. */
  readonly lengthNs: number;
}

/** Connections that wait for late segments (`inet_twsk`). */
export class TimeWaitTable {
  /** Sockets in TIME_WAIT. */
  count = 0;

  constructor(private readonly host: Host) {}

  /** `tcp_time_wait` */
  enter(state: Omit<TimeWaitState, "lengthNs">): void {
    this.count++;
    const waiting: TcpEndpoint = { receive: (skb) => this.receive(skb) };
    this.host.tcp.connections.set(state.local, state.remote, waiting);
    this.host.machine.engine.schedule(lengthNs, () => {
      this.count--;
      this.host.tcp.connections.delete(state.local, state.remote);
    });
  }

  /** `tcp_timewait_state_process` */
  private receive(skb: SkBuff): void {
    this.host.machine.consume(skb);
  }
}
