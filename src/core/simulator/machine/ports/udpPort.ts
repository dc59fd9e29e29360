import type { Host } from "../host";
import { AddressInUseError } from "./ports";
import { readPortRange } from "./portRange";

/**
 * `udp_lib_get_port`: the port of a new UDP socket that is bound to any address. For 0 it is the first free one from a
 * random place on; a kernel with fewer hash buckets than ports looks through them in another order.
 */
export function udpPort(host: Host, wanted: number, reusePort: boolean): number {
  const { udpSockets } = host;
  if (wanted !== 0) {
    const other = udpSockets.get(wanted);
    if (!other || (reusePort && other.reusePort)) return wanted;
    throw new AddressInUseError(`${host.name}: UDP port ${wanted} is in use already, and not by SO_REUSEPORT`);
  }
  const { low, high, reserved } = readPortRange(host.sysctls);
  const count = high + 1 - low;
  const first = Math.floor(host.machine.random() * count);
  for (let tried = 0; tried < count; tried++) {
    const port = low + ((first + tried) % count);
    if (!udpSockets.get(port) && reserved[port] !== 1) return port;
  }
  throw new AddressInUseError(`${host.name}: no UDP port of net.ipv4.ip_local_port_range is free`);
}
