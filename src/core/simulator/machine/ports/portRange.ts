import { SysctlError, type Sysctls } from "../sysctls";

/** Ports the kernel may choose from. */
export interface PortRange {
  readonly low: number;
  readonly high: number;
  /** 1 at every port that is never chosen, only given to who asks for it (`inet_is_local_reserved_port`). */
  readonly reserved: Uint8Array;
}

const ports = 65_536;
const rangeKey = "net.ipv4.ip_local_port_range";
const reservedKey = "net.ipv4.ip_local_reserved_ports";

/** Reads both sysctls. Throws `SysctlError` where the kernel refuses a value (`ipv4_local_port_range`). */
export function readPortRange(sysctls: Sysctls): PortRange {
  const [low = 0, high = 0, ...more] = sysctls.numbers(rangeKey);
  const refuse = (reason: string): never => {
    throw new SysctlError(`${rangeKey}=${sysctls.text(rangeKey)}: ${reason}`);
  };
  if (more.length > 0 || low < 1 || high >= ports) refuse("two ports from 1 to 65535 are needed");
  if (high < low) refuse("the first port may not be above the last");
  if (low < sysctls.number("net.ipv4.ip_unprivileged_port_start"))
    refuse("the first port may not be below net.ipv4.ip_unprivileged_port_start");
  return { low, high, reserved: readPorts(sysctls.text(reservedKey)) };
}

/** A list such as `8080,9000-9100` (`proc_do_large_bitmap`). */
function readPorts(text: string): Uint8Array {
  const listed = new Uint8Array(ports);
  for (const part of text.trim() === "" ? [] : text.trim().split(",")) {
    const [, first = "", last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()) ?? [];
    if (first === "" || Number(last) >= ports || Number(last) < Number(first))
      throw new SysctlError(`${reservedKey}=${text}: ports and ranges of them are needed, such as 8080,9000-9100`);
    listed.fill(1, Number(first), Number(last) + 1);
  }
  return listed;
}
