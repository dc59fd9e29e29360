import type { Endpoint } from "../machine/packet";

/** Of a socket that is bound to every address or connected to none. */
export const anywhere: Endpoint = { address: "0.0.0.0", port: 0 };

/** `0100007F:0050`: the address as a number in the byte order of the machine, which is little-endian, and the port. */
export function hexEndpoint({ address, port }: Endpoint): string {
  const bytes = address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
  return `${bytes.reverse().join("")}:${port.toString(16).padStart(4, "0")}`.toUpperCase();
}
