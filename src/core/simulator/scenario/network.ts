import { isLoopback, linkAddress, mostHostsOnLink, mostLinks, networkOf } from "../machine/address";
import { Host } from "../machine/host";
import type { Machine } from "../machine/machine";
import { Loopback, type NetDevice } from "../machine/netDevice";
import { Netfilter, type SourceNatRule } from "../machine/netfilter/netfilter";
import { cpusOfMask, RpsMap } from "../machine/rps";
import { Sysctls, type SysctlText } from "../machine/sysctls";
import { Veth, type VethEnd } from "../machine/veth";
import { nicPair } from "./card";
import { found, ScenarioError, type Parameters } from "./parameters";
import { readPortRange } from "./portRange";
import { newQdisc } from "./qdiscs";
import type { HostSpec, LinkSpec, MasqueradeSpec, Scenario } from "./types";

/** Hosts of one name that may be built. */
const mostHosts = 10_000;

/** The hosts of a scenario and what connects them. Throws `ScenarioError` for what contradicts itself. */
export class Network {
  private readonly byName = new Map<string, readonly Host[]>();
  private links = 0;

  constructor(
    scenario: Scenario,
    private readonly machine: Machine,
    private readonly parameters: Parameters,
    private readonly defaults: SysctlText,
  ) {
    const specs = scenario.hosts.map((host): HostSpec => (typeof host === "string" ? { name: host } : host));
    const isLoopbackLink = ({ kind }: LinkSpec): boolean => parameters.resolve(kind) === "loopback";
    for (const link of scenario.links.filter(isLoopbackLink)) this.addLoopback(link, specs, scenario.configured);
    for (const spec of specs) if (!this.byName.has(spec.name)) this.byName.set(spec.name, this.newHosts(spec, scenario.configured)); // prettier-ignore
    for (const link of scenario.links) if (!isLoopbackLink(link)) this.addLinks(link);
    for (const spec of specs) if (spec.via !== undefined) this.routeVia(spec.name, spec.via);
    for (const spec of specs) if (spec.conntrack || spec.masquerade) this.addNetfilter(spec);
  }

  /** Every host once, also where a loopback link makes one of two. */
  get hosts(): readonly Host[] {
    return [...new Set([...this.byName.values()].flat())];
  }

  /** All hosts of a name. */
  readonly copiesOf = (name: string): readonly Host[] => found(this.byName.get(name), `host ${name}`);

  private addLoopback(
    { between: [a, b], addresses = {} }: LinkSpec,
    specs: readonly HostSpec[],
    configured: Scenario["configured"],
  ): void {
    const spec = found(specs.find(({ name }) => name === a), `host ${a}`); // prettier-ignore
    const most = Math.max(1, ...[a, b].map((name) => this.parameters.resolve(addresses[name]) ?? 1));
    const hosts = this.newHosts({ ...spec, count: 1 }, configured, most);
    this.byName.set(a, hosts).set(b, hosts);
  }

  private newHosts(
    { name, count = 1, cpu = 0, sysctls = {} }: HostSpec,
    configured: Scenario["configured"],
    addresses = 1,
  ): Host[] {
    const copies = this.parameters.number(count);
    if (copies < 0 || copies > mostHosts)
      throw new ScenarioError(`${name}: ${copies} copies; up to ${mostHosts} can be`);
    const text = configured?.includes(name) === false ? this.defaults : this.machine.sysctls.text;
    const settings = new Sysctls((key) => {
      const own = sysctls[key];
      return own === undefined ? text(key) : this.parameters.text(own);
    });
    const processor = found(this.machine.cpus[this.parameters.number(cpu)], `CPU ${cpu}`);
    return Array.from({ length: copies }, (_, copy) => {
      const host = new Host(this.machine, copies > 1 ? `${name}${copy + 1}` : name, processor, settings);
      host.devices.push(new Loopback(host, addresses));
      return host;
    });
  }

  private addLinks(link: LinkSpec): void {
    const [a, b] = [this.copiesOf(link.between[0]), this.copiesOf(link.between[1])];
    if (a.length > 1 && b.length > 1)
      throw new ScenarioError(`a link between ${link.between.join(" and ")}: only one of them may have copies`);
    for (const one of a) for (const other of b) this.addPairs(link, one, other);
  }

  private addPairs(link: LinkSpec, a: Host, b: Host): void {
    const isCard = this.parameters.resolve(link.kind) === "nic";
    const napis = isCard ? 0 : (this.parameters.resolve(link.napis) ?? 0);
    const mtu = this.parameters.resolve(link.mtu) ?? 1500;
    for (let pair = 0; pair < Math.max(1, napis); pair++) {
      const ends = this.endsOf(link, a, b);
      const [one, other] = isCard ? nicPair(link, ends, mtu, this.parameters) : this.vethPair(link, ends, mtu, napis > 0); // prettier-ignore
      this.steer(link, one, other);
      a.devices.push(one);
      b.devices.push(other);
      if (!link.qdisc) continue;
      const device = link.qdisc.on === link.between[0] ? one : other;
      device.qdisc = newQdisc(link.qdisc, device, this.parameters);
    }
  }

  private vethPair(link: LinkSpec, ends: [VethEnd, VethEnd], mtu: number, gro: boolean): [Veth, Veth] {
    const pair = Veth.pair(...ends, mtu, gro);
    if (this.parameters.resolve(link.threaded ?? "no") === "yes")
      for (const end of pair) end.pollByThread(end.host.cpu);
    return pair;
  }

  private steer({ between, rpsCpus = {} }: LinkSpec, ...ends: [NetDevice, NetDevice]): void {
    between.forEach((name, end) => {
      const [cpu, ...more] = cpusOfMask(this.parameters.resolve(rpsCpus[name]) ?? 0, this.machine.cpus);
      const device = ends[end];
      if (cpu && device) device.rps = new RpsMap([cpu, ...more], this.machine.hashSeed);
    });
  }

  private endsOf({ addresses = {}, between, kind }: LinkSpec, a: Host, b: Host): [VethEnd, VethEnd] {
    const number = this.links++;
    if (number >= mostLinks) throw new ScenarioError(`more than ${mostLinks} links`);
    const [ofA, ofB] = between.map((name) => this.parameters.resolve(addresses[name]) ?? 1) as [number, number];
    if (ofA < 1 || ofB < 1 || ofA + ofB > mostHostsOnLink)
      throw new ScenarioError(`a link has 2 to ${mostHostsOnLink} addresses, one or more for each end`);
    const device = this.parameters.resolve(kind) === "nic" ? "eth" : "veth";
    const end = (host: Host, first: number, count: number): VethEnd => {
      const [own, ...more] = Array.from({ length: count }, (_, at) => linkAddress(number, first + at));
      return { host, name: `${device}${host.devices.length - 1}`, addresses: [own ?? "", ...more] };
    };
    return [end(a, 1, ofA), end(b, 1 + ofA, ofB)];
  }

  private addNetfilter({ name, masquerade }: HostSpec): void {
    for (const host of this.copiesOf(name)) {
      const device = masquerade && this.linkTowards(host, masquerade.towards);
      host.netfilter = new Netfilter(
        host,
        masquerade && device ? [sourceNat(masquerade, device, this.parameters)] : [],
      );
    }
  }

  private linkTowards(host: Host, other: string): NetDevice {
    const theirs = new Set(this.copiesOf(other).flatMap(({ devices }) => devices.map(({ address }) => networkOf(address)))); // prettier-ignore
    const device = host.devices.find(({ address }) => !isLoopback(address) && theirs.has(networkOf(address)));
    return found(device, `link between ${host.name} and ${other}`);
  }

  private routeVia(name: string, via: string): void {
    for (const host of this.copiesOf(name)) host.ip.gateway = this.linkTowards(host, via);
  }
}

function sourceNat(spec: MasqueradeSpec, device: NetDevice, parameters: Parameters): SourceNatRule {
  const range = spec.ports === undefined ? "" : parameters.text(spec.ports);
  const ports = readPortRange(range);
  if (!ports && range !== "") throw new ScenarioError(`${range}: a range of ports such as 1024-2047 is needed`);
  const isRandom = parameters.resolve(spec.random ?? "no") !== "no";
  const count = parameters.resolve(spec.addresses) ?? 1;
  if (count > device.addresses.length)
    throw new ScenarioError(`${device.host.name} has ${device.addresses.length} addresses there, not ${count}`);
  const last = device.addresses[count - 1];
  return { device, addresses: last === undefined ? undefined : [device.address, last], ports, isRandom };
}
