/**
 * A sysctl key taken apart. `segments` are the directory names below /proc/sys, so an interface
 * called `eth0.100` is one segment, however it was written.
 */
export interface SysctlName {
  readonly segments: readonly string[];
  /** The form sysctl(8) prints: dots between segments, a dot inside a segment written as a slash. */
  readonly dotted: string;
  /** The key holds shell wildcards and may stand for several. */
  readonly isGlob: boolean;
}

/**
 * Reads a key in either notation. The first separator decides, as in `sysctl_normalize` of systemd and
 * `slashdot` of procps-ng: after a slash dots are ordinary characters; after a dot the two change places.
 */
export function parseSysctlName(raw: string): SysctlName {
  const separator = /[./]/.exec(raw)?.[0];
  const segments =
    separator === "/"
      ? raw.split("/").filter((segment) => segment !== "")
      : raw.split(".").map((segment) => segment.replaceAll("/", "."));
  return {
    segments,
    dotted: segments.map((segment) => segment.replaceAll(".", "/")).join("."),
    isGlob: /[*?[]/.test(raw),
  };
}

/** Whether a name from /proc/sys matches a glob(7) pattern of one path component. Linear in practice, never exponential. */
export function matchesGlob(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    const width = p < pattern.length && pattern[p] !== "*" ? matchOne(pattern, p, name[n] ?? "") : 0;
    if (width > 0) {
      p += width;
      n++;
    } else if (pattern[p] === "*") {
      star = p++;
      resume = n;
    } else if (star !== -1) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Characters of the pattern used up when its item at `p` matches `char`; 0 when it does not. */
function matchOne(pattern: string, p: number, char: string): number {
  const item = pattern[p];
  if (item === "?") return 1;
  if (item !== "[") return item === char ? 1 : 0;
  // A bracket that never closes stands for itself.
  const close = pattern.indexOf("]", p + 2);
  if (close === -1) return char === "[" ? 1 : 0;
  const negated = pattern[p + 1] === "!";
  let found = false;
  for (let i = p + (negated ? 2 : 1); i < close; i++) {
    const low = pattern[i] ?? "";
    if (pattern[i + 1] === "-" && i + 2 < close) {
      found ||= low <= char && char <= (pattern[i + 2] ?? "");
      i += 2;
    } else {
      found ||= low === char;
    }
  }
  return found !== negated ? close - p + 1 : 0;
}
