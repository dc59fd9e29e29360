import { Engine } from "../../../src/core/simulator/engine";
import { Thread } from "../../../src/core/simulator/machine/cpu";
import { Host } from "../../../src/core/simulator/machine/host";
import { Machine } from "../../../src/core/simulator/machine/machine";
import { Nic } from "../../../src/core/simulator/machine/nic";
import type { UdpPacket } from "../../../src/core/simulator/machine/packet";
import { linearTruesize, SkBuff } from "../../../src/core/simulator/machine/skbuff";
import { UdpSocket } from "../../../src/core/simulator/machine/udpSocket";
import { createRandom } from "../../../src/core/simulator/random";
import { simulatedSysctls } from "../../support/simulatedSysctls";

/** What became of some datagrams. */
export interface Carried {
  readonly read: number;
  readonly lost: number;
  readonly events: number;
}

/** Datagrams off a wire through the ring of a card, interrupt, softirq and socket to a thread that reads them. */
export function carryUdp(datagrams: number): Carried {
  const engine = new Engine({ events: 1e9, waiting: 1000 });
  const random = createRandom(1);
  const machine = new Machine({
    engine, random, kernel: "6.18", cpus: 1, hz: 250, maxHeaderBytes: 32,
    sysctl: simulatedSysctls(),
  }); // prettier-ignore
  const [cpu] = machine.cpus;
  if (!cpu) throw new Error("no CPU");
  const host = new Host(machine, "server", cpu);
  const nic = new Nic(host, "eth0", "10.0.0.2", 1500, {
    receiveDescriptors: 1024,
    transmitDescriptors: 1024,
    rateBits: 1e10,
    cpus: [cpu],
    wire: () => undefined,
  });
  host.devices.push(nic);
  const socket = new UdpSocket(host, { port: 9000 });
  let read = 0;
  class Reader extends Thread {
    step(): number | undefined {
      if (!socket.receive()) return undefined;
      read++;
      return machine.costs.receiveNs;
    }
  }
  const reader = new Reader();
  socket.onReadable = () => cpu.wake(reader);
  const packet: UdpPacket = {
    protocol: "udp",
    source: { address: "10.0.0.1", port: 40000 },
    destination: { address: "10.0.0.2", port: 9000 },
    payloadBytes: 100,
  };
  const truesize = linearTruesize(128, machine.allocation);
  let left = datagrams;
  const arrive = (): void => {
    machine.traffic.created++;
    nic.frameArrives(new SkBuff(packet, 128, truesize));
    if (--left > 0) engine.schedule(Math.ceil(5000 * random()), arrive);
  };
  engine.schedule(0, arrive);
  while (engine.step());
  if (machine.traffic.consumed + machine.traffic.dropped !== datagrams) throw new Error("a packet got lost");
  return { read, lost: machine.traffic.dropped, events: engine.happened };
}
