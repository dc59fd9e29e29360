/** Figures by name. */
export type Counters = Readonly<Record<string, number>>;

/** `/proc/net/snmp` or `netstat`: a line of names, one of figures. Names are `Udp.RcvbufErrors`, `TcpExt.ListenDrops`. */
export function parsePairedLines(text: string): Counters {
  const lines = text.trim().split("\n");
  const counters: Record<string, number> = {};
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const [group = "", ...names] = (lines[index] ?? "").split(" ");
    const figures = (lines[index + 1] ?? "").split(" ").slice(1);
    names.forEach((name, at) => (counters[`${group.replace(":", "")}.${name}`] = Number(figures[at])));
  }
  return counters;
}

/** How much each of some counters grew. Those this kernel does not have are left out. */
export function growth(before: Counters, after: Counters, names: readonly string[]): Counters {
  return Object.fromEntries(
    names.flatMap((name) => {
      const now = after[name];
      return now === undefined ? [] : [[name, now - (before[name] ?? 0)]];
    }),
  );
}

/** A CPU's line of `/proc/net/softnet_stat`. */
export interface SoftnetLine {
  readonly processed: number;
  readonly dropped: number;
  readonly timeSqueeze: number;
}

/** `/proc/net/softnet_stat`: one line of hexadecimal figures a CPU. */
export function parseSoftnet(text: string): readonly SoftnetLine[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [processed = 0, dropped = 0, timeSqueeze = 0] = line
        .split(" ")
        .map((figure) => Number.parseInt(figure, 16));
      return { processed, dropped, timeSqueeze };
    });
}

/** What a device did with packets it was to send. */
export interface Transmitted {
  readonly packets: number;
  readonly dropped: number;
}

/** The transmit side of `/proc/net/dev`, by device. */
export function parseTransmitted(text: string): ReadonlyMap<string, Transmitted> {
  const rows = text.trim().split("\n").slice(2);
  return new Map(
    rows.map((row) => {
      const [name = "", figures = ""] = row.split(":");
      const columns = figures.trim().split(/\s+/).map(Number);
      return [name.trim(), { packets: columns[9] ?? 0, dropped: columns[11] ?? 0 }];
    }),
  );
}

/** How many sockets of `/proc/net/tcp` are in each state, by the state's two hexadecimal digits. */
export function countTcpStates(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.trim().split("\n").slice(1)) {
    const state = line.trim().split(/\s+/)[3] ?? "";
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}
