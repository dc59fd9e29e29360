import assert from "node:assert/strict";
import { Engine } from "../../../src/core/simulator/engine";
import { Thread, type Cpu } from "../../../src/core/simulator/machine/cpu";
import { Host } from "../../../src/core/simulator/machine/host";
import { Machine } from "../../../src/core/simulator/machine/machine";
import { Loopback } from "../../../src/core/simulator/machine/netDevice";
import { Nic, type NicOptions } from "../../../src/core/simulator/machine/nic";
import type { UdpPacket } from "../../../src/core/simulator/machine/packet";
import { FifoQdisc } from "../../../src/core/simulator/machine/qdisc/fifo";
import { linearTruesize, SkBuff } from "../../../src/core/simulator/machine/skbuff";
import { TcpListener } from "../../../src/core/simulator/machine/tcp/listener";
import { sendLoneSyn, TcpSocket } from "../../../src/core/simulator/machine/tcp/socket";
import { UdpSocket } from "../../../src/core/simulator/machine/udpSocket";
import { createRandom } from "../../../src/core/simulator/random";
import { simulatedSysctls } from "../../support/simulatedSysctls";

function build(
  kernel = "6.18",
  changed: Readonly<Record<string, number>> = {},
): { machine: Machine; host: Host; cpu: Cpu } {
  const machine = new Machine({
    engine: new Engine(),
    random: createRandom(1),
    kernel,
    cpus: 1,
    hz: 250,
    maxHeaderBytes: 32,
    sysctl: simulatedSysctls(changed),
  });
  const [cpu] = machine.cpus;
  assert.ok(cpu);
  return { machine, cpu, host: new Host(machine, "host", cpu) };
}

function addNic(
  host: Host,
  cpu: Cpu,
  ring = 256,
  wire: (skb: SkBuff) => void = () => undefined,
  more: Partial<NicOptions> = {},
): Nic {
  const options = {
    receiveDescriptors: ring,
    transmitDescriptors: 4,
    rateBits: 1e9,
    cpus: [cpu] as const,
    wire,
    ...more,
  };
  const nic = new Nic(host, "eth0", "10.0.0.2", 1500, options);
  host.devices.push(new Loopback(host), nic);
  return nic;
}

const packet: UdpPacket = {
  protocol: "udp",
  source: { address: "10.0.0.1", port: 40000 },
  destination: { address: "10.0.0.2", port: 9 },
  payloadBytes: 100,
};

/** Frames at even distances. */
function flood(machine: Machine, nic: Nic, everyNs: number, frames: number): void {
  let left = frames;
  const truesize = linearTruesize(128, machine.allocation);
  const arrive = (): void => {
    nic.frameArrives(new SkBuff(packet, 128, truesize));
    if (--left > 0) machine.engine.schedule(everyNs, arrive);
  };
  arrive();
}

/** Reads until there is nothing left, then sleeps. */
class Reader extends Thread {
  read = 0;

  constructor(private readonly socket: UdpSocket) {
    super();
    socket.onReadable = () => socket.host.cpu.wake(this);
  }

  step(): number | undefined {
    if (!this.socket.receive()) return undefined;
    this.read++;
    return 700;
  }
}

describe("a card under load", () => {
  it("delivers everything to a reader that keeps up", () => {
    const { machine, host, cpu } = build();
    const nic = addNic(host, cpu);
    const reader = new Reader(new UdpSocket(host, { port: 9 }));
    flood(machine, nic, 4000, 10_000);
    machine.engine.runUntil(1e9);
    assert.deepEqual([reader.read, nic.rxMissed, host.drops.size], [10_000, 0, 0]);
    assert.ok(machine.isIdle);
  });

  it("loses frames in its ring when the CPU is late for them", () => {
    const { machine, host, cpu } = build();
    const nic = addNic(host, cpu, 64);
    flood(machine, nic, 100, 10_000);
    machine.engine.runUntil(1e9);
    assert.ok(nic.rxMissed > 1000);
    assert.equal(host.drops.get("nic-receive-ring"), nic.rxMissed);
    assert.equal(host.counters["Ip.InReceives"], 10_000 - nic.rxMissed);
  });

  it("leaves a reader its share of the CPU while ksoftirqd has the softirqs to itself, as before 6.5", () => {
    const readUnderFlood = (kernel: string): number => {
      const { machine, host, cpu } = build(kernel);
      const nic = addNic(host, cpu);
      const reader = new Reader(new UdpSocket(host, { port: 9 }));
      flood(machine, nic, 300, 100_000);
      machine.engine.runUntil(25_000_000);
      const { read } = reader;
      machine.engine.runUntil(1e9);
      assert.ok(nic.rxMissed > 0);
      // One NAPI alone never uses the budget up.
      assert.equal(machine.softnet.timeSqueeze, 0);
      assert.equal(reader.read + host.counters["Udp.RcvbufErrors"] + nic.rxMissed, 100_000);
      return read;
    };
    assert.ok(readUnderFlood("6.4") > 1000);
    // Every system call of the reader runs what is pending (`__local_bh_enable_ip`).
    assert.ok(readUnderFlood("6.5") < 100);
  });

  it("holds the queueing discipline while its transmit ring is full", () => {
    const { machine, host, cpu } = build();
    const sent: number[] = [];
    const nic = addNic(host, cpu, 256, () => sent.push(machine.engine.nowNs), { hasByteLimit: false });
    nic.qdisc = new FifoQdisc("pfifo", 10, 1500);
    const socket = new UdpSocket(host, { port: 1 });
    const results = Array.from({ length: 20 }, () => socket.send({ address: "10.0.0.3", port: 9 }, 958));
    assert.ok(results.every((result) => result === "ok"));
    // Four descriptors, and ten in the queue.
    assert.deepEqual([nic.inFlight, nic.queued, nic.qdiscDrops], [4, 10, 6]);
    machine.engine.runUntil(1e9);
    // 958 + 42 bytes and 24 around them at 1 Gbit/s.
    assert.deepEqual(sent, Array.from({ length: 14 }, (_, index) => (index + 1) * 8192)); // prettier-ignore
    assert.equal(socket.sendMemory, 0);
    assert.equal(host.counters["Udp.SndbufErrors"], 6);
  });
});

describe("the timers of a handshake", () => {
  /** Seconds at which SYNs leave, and at which the client gives up. */
  const tries = (retries: number, linear: number, kernel = "6.18"): [syns: number[], gaveUp: number] => {
    const { machine, host, cpu } = build(kernel, {
      "net.ipv4.tcp_syn_retries": retries,
      "net.ipv4.tcp_syn_linear_timeouts": linear,
    });
    const sent: number[] = [];
    addNic(host, cpu, 256, () => sent.push(Math.floor(machine.engine.nowNs / 1e9)));
    const client = new TcpSocket(host);
    client.connect({ address: "10.0.0.3", port: 80 });
    while (client.state === "SYN_SENT") assert.ok(machine.engine.step());
    assert.equal(client.errno, "ETIMEDOUT");
    return [sent, Math.floor(machine.engine.nowNs / 1e9)];
  };

  it("waits equally long at first, then doubles", () => {
    assert.deepEqual(tries(1, 4), [[0, 1, 2], 3]);
    assert.deepEqual(tries(2, 4), [[0, 1, 2, 3, 4, 5], 7]);
    assert.deepEqual(tries(3, 4), [[0, 1, 2, 3, 4, 5, 7, 11], 19]);
  });

  it("doubles from the start without linear timeouts, or on kernels without them", () => {
    assert.deepEqual(tries(1, 0), [[0, 1], 3]);
    assert.deepEqual(tries(3, 0), [[0, 1, 3, 7], 15]);
    assert.deepEqual(tries(3, 4, "6.4"), [[0, 1, 3, 7], 15]);
  });

  it("gives a half-open connection up after tcp_synack_retries", () => {
    for (const [retries, seconds] of [
      [0, 1],
      [1, 3],
      [2, 7],
      [3, 15],
    ] as const) {
      // prettier-ignore
      const { machine, host } = build("6.18", { "net.ipv4.tcp_synack_retries": retries });
      host.devices.push(new Loopback(host));
      const listener = new TcpListener(host, 80, 128);
      sendLoneSyn(host, { address: "127.0.0.1", port: 80 });
      machine.engine.runUntil(seconds * 1e9 - 1);
      assert.equal(listener.halfOpen, 1);
      // Timers are late by up to an eighth.
      machine.engine.runUntil(seconds * 1.125e9 + 1e7);
      assert.equal(listener.halfOpen, 0);
    }
  });

  it("refuses a connection where nobody listens", () => {
    const { machine, host } = build();
    host.devices.push(new Loopback(host));
    const client = new TcpSocket(host);
    client.connect({ address: "127.0.0.1", port: 80 });
    machine.engine.runUntil(1e6);
    assert.deepEqual([client.state, client.errno], ["CLOSE", "ECONNREFUSED"]);
  });
});
