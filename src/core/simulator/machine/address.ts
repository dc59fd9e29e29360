/** The network an IPv4 address is in. All links have networks of 24 bits. */
export function networkOf(address: string): string {
  return address.slice(0, address.lastIndexOf("."));
}

/** An address of the link of that number, the hosts of it counted from 1. */
export function linkAddress(link: number, host: number): string {
  return `10.${link >> 8}.${link & 255}.${host}`;
}

/** Links a machine may have, and hosts there may be on one. */
export const mostLinks = 65_536;
export const mostHostsOnLink = 254;

/** Addresses of the loopback device, counted from 1. */
export function loopbackAddress(number: number): string {
  return `127.0.${number >> 8}.${number & 255}`;
}

export function isLoopback(address: string): boolean {
  return address.startsWith("127.");
}
