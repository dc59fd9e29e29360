import { dropPlaces, type DropPlace } from "../machine/counters";
import type { Host } from "../machine/host";
import type { Machine } from "../machine/machine";
import { Loopback, type NetDevice } from "../machine/netDevice";
import { Nic } from "../machine/nic";
import { Veth } from "../machine/veth";
import { stationOfDrop, type HostTraits } from "./dropStations";
import type { Probe, VesselPlace } from "./probes";
import { stationKinds, type Station, type StationContext, type StationKind, type Vessel, type Way } from "./station";
import type { Series } from "./timeline";

/** Vessels of one station; of more, those that held most. */
const mostVessels = 24;

const contexts: Readonly<Record<Way, Partial<Record<StationKind, StationContext>>>> = {
  receive: { wire: "hardware", "nic-fifo": "hardware", "rx-ring": "hardware", "hard-interrupt": "hardirq", application: "process" }, // prettier-ignore
  transmit: { "tx-ring": "hardware", wire: "hardware" },
};

/** What of the path one host has. */
export class HostPath {
  private readonly devices: readonly NetDevice[];
  private readonly traits: HostTraits;

  constructor(
    private readonly host: Host,
    private readonly machine: Machine,
    private readonly probes: readonly Probe[],
    /** The recorded series, by name. */
    private readonly recorded: ReadonlyMap<string, Series>,
  ) {
    const { devices, counters, tcp, udpSockets } = host;
    this.devices = devices.filter((device) => !(device instanceof Loopback) || device.txPackets > 0);
    this.traits = {
      forwards: counters["Ip.ForwDatagrams"] > 0,
      serves: [...tcp.listeners].length > 0 || [...udpSockets].length > 0,
      hasCard: this.devices.some((device) => device instanceof Nic),
    };
  }

  stations(way: Way): Station[] {
    const { host } = this;
    return stationKinds[way].flatMap((kind) => {
      const vessels = this.vessels(way, kind);
      const drops = this.drops(way, kind);
      const isThere = this.has(kind) ?? (vessels.length > 0 || drops.some((place) => this.hasDropped(place)));
      const context = contexts[way][kind] ?? (way === "receive" ? "softirq" : "process");
      const activity = this.activity(way, kind);
      return isThere ? [{ id: `${host.name}/${way}/${kind}`, host: host.name, way, kind, context, vessels, activity, drops }] : []; // prettier-ignore
    });
  }

  /** Whether a station is there; `undefined`: where it has a vessel, or has lost something. */
  private has(kind: StationKind): boolean | undefined {
    const { host, devices, traits } = this;
    const { counters, tcp, netfilter } = host;
    switch (kind) {
      case "nic-fifo":
      case "hard-interrupt":
      case "tx-ring":
        return traits.hasCard;
      case "conntrack":
        return netfilter !== undefined;
      case "udp":
        return [...host.udpSockets].length > 0 || this.hasDropped("udp-no-socket");
      case "tcp":
        return [...tcp.listeners].length > 0 || counters["Tcp.InSegs"] + counters["Tcp.OutSegs"] > 0;
      case "cpu-backlog":
        return devices.some((device) => device.rps !== undefined || !hasNapi(device));
      case "wire":
      case "softirq":
      case "ip":
      case "application":
        return devices.length > 0;
      default:
        return undefined;
    }
  }

  private hasDropped(place: DropPlace): boolean {
    return (this.host.drops.get(place) ?? 0) > 0;
  }

  private drops(way: Way, kind: StationKind): readonly DropPlace[] {
    return dropPlaces.filter((place) => {
      const [ownWay, ownKind] = stationOfDrop(place, this.traits);
      return ownWay === way && ownKind === kind;
    });
  }

  private vessels(way: Way, kind: StationKind): readonly Vessel[] {
    const found = this.probes.flatMap(({ name, vessel }) => {
      if (vessel?.way !== way || vessel.station !== kind || !this.isOwn(vessel, name)) return [];
      const level = this.recorded.get(name);
      // Connections and tables nothing was in are not worth a picture.
      if (!level && (vessel.limitSeries !== undefined || kind === "tcp")) return [];
      const most = level ? level.values.reduce((a, b) => Math.max(a, b), 0) : 0;
      return [{ most, vessel: vesselOf(name, vessel, level) }];
    });
    if (found.length > mostVessels) found.sort((a, b) => b.most - a.most).length = mostVessels;
    return found.map(({ vessel }) => vessel);
  }

  /** A CPU belongs to the host whose applications run on it, and to all where it had packets. */
  private isOwn({ of }: VesselPlace, level: string): boolean {
    return typeof of === "string" ? of === this.host.name : of === this.host.cpu.number || this.recorded.has(level);
  }

  private activity(way: Way, kind: StationKind): readonly string[] {
    const { host, devices, machine } = this;
    const counters = (...names: string[]): string[] => names.map((name) => `${host.name}/${name}`);
    const receives = way === "receive";
    switch (kind) {
      case "hard-interrupt":
        return devices.map(({ name }) => `${host.name}/${name}.interrupts`);
      case "softirq":
      case "cpu-backlog":
        return machine.cpus.map(({ number }) => `cpu${number}.softnet.processed`);
      case "ip":
      case "conntrack":
        return receives ? counters("Ip.InReceives") : counters("Ip.OutRequests", "Ip.ForwDatagrams");
      case "udp":
        return receives ? counters("Udp.InDatagrams", "Udp.NoPorts", "Udp.InErrors") : counters("Udp.OutDatagrams");
      case "tcp":
        return receives ? counters("Tcp.InSegs") : counters("Tcp.OutSegs");
      case "syn-queue":
      case "accept-queue":
        return counters("Tcp.PassiveOpens");
      case "receive-queue":
        return counters("Udp.InDatagrams", "Tcp.InSegs");
      case "send-queue":
        return counters("Udp.OutDatagrams", "Tcp.OutSegs");
      case "application":
        return [`cpu${host.cpu.number}.processNs`];
      default:
        return devices.map(({ name }) => `${host.name}/${name}.${receives ? "rxPackets" : "txPackets"}`);
    }
  }
}

function vesselOf(name: string, { label, unit, limit, limitSeries }: VesselPlace, level: Series | undefined): Vessel {
  const figure = typeof limit === "function" ? level?.limit : limit;
  return {
    label,
    level: name,
    unit,
    ...(figure !== undefined && { limit: figure }),
    ...(limitSeries !== undefined && { limitSeries }),
  };
}

/** What it receives does not go through the backlog of a CPU. */
function hasNapi(device: NetDevice): boolean {
  return device instanceof Nic || (device instanceof Veth && device.hasRing);
}
