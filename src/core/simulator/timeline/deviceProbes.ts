import type { NetDevice } from "../machine/netDevice";
import { Nic } from "../machine/nic";
import { ringSlots, Veth } from "../machine/veth";
import type { Probe } from "./probes";

/** The figures of a device: what went through it, its queueing discipline, its rings. */
export function probesOfDevice(device: NetDevice): Probe[] {
  const name = nameOf(device);
  return [
    { name: `${name}.queued`, read: () => device.queued },
    { name: `${name}.inFlight`, read: () => device.inFlight, ...(device instanceof Veth && vethRing(device)) },
    { name: `${name}.txPackets`, read: () => device.txPackets },
    { name: `${name}.rxPackets`, read: () => device.rxPackets },
    ...probesOfQdisc(device),
    ...(device instanceof Nic ? [...receiveProbes(device), ...transmitProbes(device)] : []),
  ];
}

function nameOf({ host, name }: NetDevice): string {
  return `${host.name}/${name}`;
}

function vethRing({ host, name: label, hasRing }: Veth): Pick<Probe, "vessel"> {
  if (!hasRing) return {};
  const limit = ringSlots;
  return { vessel: { of: host.name, way: "receive", station: "rx-ring", label, unit: "packets", limit } };
}

function probesOfQdisc(device: NetDevice): Probe[] {
  const vessels = device.qdisc?.vessels ?? [];
  return vessels.map(({ label, unit, limit, level }, number): Probe => {
    const name = `${nameOf(device)}.qdisc${vessels.length > 1 ? number : ""}`;
    const which = { of: device.host.name, label: `${device.name} ${label}` };
    return { name, read: level, vessel: { ...which, way: "transmit", station: "qdisc", unit, limit } };
  });
}

function receiveProbes(nic: Nic): Probe[] {
  const { queues, host, name: device } = nic;
  const several = queues.length > 1;
  return [
    { name: `${nameOf(nic)}.interrupts`, read: () => queues.reduce((sum, { interrupts }) => sum + interrupts, 0) },
    ...queues.map((queue, number): Probe => {
      const which = { of: host.name, label: several ? `${device} rx${number}` : device };
      return {
        name: `${nameOf(nic)}.rxRing${several ? number : ""}`,
        read: () => queue.received,
        vessel: { ...which, way: "receive", station: "rx-ring", unit: "packets", limit: queue.descriptors },
      };
    }),
  ];
}

function transmitProbes(nic: Nic): Probe[] {
  const { transmitRing, host, name: label } = nic;
  const { byteLimit, descriptors: limit } = transmitRing;
  const bytes: Probe = {
    name: `${nameOf(nic)}.bytesInFlight`,
    read: () => byteLimit?.inFlight ?? 0,
  };
  return [
    {
      name: `${nameOf(nic)}.txRing`,
      read: () => transmitRing.length,
      vessel: { of: host.name, way: "transmit", station: "tx-ring", label, unit: "packets", limit },
    },
    ...(byteLimit ? [bytes, { name: `${nameOf(nic)}.byteLimit`, read: () => byteLimit.limit }] : []),
  ];
}
