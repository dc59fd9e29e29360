/** Ports from the first to the last of a range. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `1024-2047` or `1024`; `undefined` for what is no range of ports from 1 to 65535. */
export function readPortRange(text: string): PortRange | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last) };
  return range.first >= 1 && range.first <= range.last && range.last <= 65_535 ? range : undefined;
}
