/** What a sysctl holds as text, by its dotted name. Throws where that is not known. */
export type SysctlText = (name: string) => string;

/** A sysctl does not hold what the machine needs; the message is for the user. */
export class SysctlError extends Error {}

/** The sysctls of one network namespace; each is read once, as none changes during a run. */
export class Sysctls {
  private readonly known = new Map<string, number>();

  constructor(readonly text: SysctlText) {}

  /** A sysctl that is one whole number. */
  number(name: string): number {
    let value = this.known.get(name);
    if (value === undefined) {
      const [only = 0, ...more] = this.numbers(name);
      if (more.length > 0) throw new SysctlError(`${name}=${this.text(name)}: one whole number is needed`);
      this.known.set(name, (value = only));
    }
    return value;
  }

  /** Whether a CPU is in a mask of hexadecimal digits, in groups set off by commas. */
  mask(name: string): (cpu: number) => boolean {
    const text = this.text(name);
    const digits = text.trim().replace(/,/g, "");
    if (!/^[0-9a-fA-F]{1,64}$/.test(digits)) throw new SysctlError(`${name}=${text}: a mask of CPUs is needed`);
    return (cpu) => ((Number.parseInt(digits.at(-1 - (cpu >> 2)) ?? "0", 16) >> (cpu & 3)) & 1) === 1;
  }

  /** The whole numbers of a sysctl such as `tcp_rmem`; at least one. */
  numbers(name: string): readonly number[] {
    const text = this.text(name);
    const words = text.trim().split(/\s+/);
    if (words.every((word) => /^-?\d{1,15}$/.test(word))) return words.map(Number);
    throw new SysctlError(`${name}=${text}: whole numbers are needed`);
  }
}
