import assert from "node:assert/strict";
import { counterNames, dropPlaces } from "../../src/core/simulator/machine/counters";
import type { Figure } from "../../src/core/simulator/scenario/observe";
import { realScenarios, scenarioNamed, simulate, smallCase } from "../support/simulate";

/** Names other programs rely on: `--set NAME`, and `observed` in the results. */
const promised: Readonly<Record<string, { readonly parameters: readonly string[]; readonly observed: readonly string[] }>> = {
  "accept-queue": {
    parameters: ["backlog", "connections", "net.core.somaxconn", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_max_syn_backlog"],
    observed: ["clientEstablished", "clientSynSent", "acceptQueue", "TcpExt.ListenOverflows", "TcpExt.ListenDrops", "TcpExt.TCPReqQFullDrop"],
  },
  "syn-queue": {
    parameters: ["backlog", "syns", "net.core.somaxconn", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_max_syn_backlog"],
    observed: ["halfOpen", "TcpExt.SyncookiesSent", "TcpExt.ListenDrops", "TcpExt.TCPReqQFullDrop"],
  },
  "ephemeral-ports": {
    parameters: ["net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "sources", "destinations", "destinationPorts", "bind", "path"],
    observed: ["connections", "errno"],
  },
  "time-wait": {
    parameters: ["connections", "net.ipv4.tcp_max_tw_buckets", "net.ipv4.tcp_tw_reuse", "net.ipv4.tcp_timestamps", "net.ipv4.ip_local_port_range", "lingerZero", "waitSeconds", "path"],
    observed: ["timeWait", "reconnected", "TcpExt.TCPTimeWaitOverflow", "TcpExt.TWRecycled"],
  },
  "udp-receive-buffer": {
    parameters: ["receiveBuffer", "payload", "datagrams", "net.core.rmem_default", "net.core.rmem_max", "path"],
    observed: ["receiveBufferBytes", "truesize", "queued", "Udp.RcvbufErrors", "Udp.InErrors"],
  },
  "receive-backlog": {
    parameters: ["packets", "napis", "net.core.netdev_max_backlog", "net.core.netdev_budget", "net.core.dev_weight"],
    observed: ["delivered", "softnet.dropped", "softnet.time_squeeze"],
  },
  "transmit-queue": {
    parameters: ["qdisc", "limit", "rateBits", "burstBytes", "payload", "datagrams", "sendBuffer"],
    observed: ["sent", "queued", "dropped", "sendErrors"],
  },
}; // prettier-ignore

describe("the scenarios", () => {
  it("have the parameters and observed names that were promised", () => {
    for (const [id, { parameters, observed }] of Object.entries(promised)) {
      const names = scenarioNamed(id).parameters.map(({ name }) => name);
      assert.deepEqual(parameters.filter((name) => !names.includes(name)), [], id); // prettier-ignore
      const seen = Object.keys(simulate(id, smallCase(id)).observed);
      assert.deepEqual(observed.filter((name) => !seen.includes(name)), [], id); // prettier-ignore
    }
  });

  for (const { id, observe } of realScenarios().scenarios) {
    it(`run as they stand on every kernel that is simulated, with a figure for all they observe: ${id}`, function () {
      this.timeout(60_000);
      for (const kernel of ["5.4", "5.15", "6.1", "6.6", "6.12", "6.18"]) {
        const { observed } = simulate(id, smallCase(id), kernel);
        assert.deepEqual(observe.map(({ name }) => name).filter((name) => !isFigure(observed[name])), [], kernel); // prettier-ignore
      }
    });
  }

  it("observe counters the machine has", () => {
    for (const { id, observe } of realScenarios().scenarios) {
      for (const spec of observe) if ("counter" in spec) assert.ok(counterNames.includes(spec.counter), `${id}: ${spec.counter}`); // prettier-ignore
    }
  });

  it("describe every place where a packet can be lost, and no other", () => {
    assert.deepEqual(Object.keys(realScenarios().drops).sort(), [...dropPlaces].sort());
  });
});

function isFigure(value: Figure | undefined): boolean {
  if (Array.isArray(value)) return value.every(Number.isFinite);
  return typeof value === "string" ? value !== "" : Number.isFinite(value);
}
