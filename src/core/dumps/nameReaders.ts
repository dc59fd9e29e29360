import { groupSpan, wordsOf, type Cell, type DumpLine, type Reader } from "./reader";

/** `Name 12` or `name: 12`, one or several to a line, as long as `line` matches. */
interface NameList {
  readonly dump: string;
  readonly opening: RegExp;
  /** With the indices flag: the name is group 1, its figure group 2. */
  readonly line: RegExp;
  /** The opening line is a heading and holds no name. */
  readonly headed?: boolean;
  /** How the field is asked for. */
  readonly names?: (name: string) => readonly string[];
}

const protocolCounter =
  /^((?:Ip6?|Icmp6?|IcmpMsg|Tcp|Udp6?|UdpLite6?|TcpExt|IpExt|MPTcpExt)[A-Z][A-Za-z0-9]+)\s+(\d+)(?:\s+\d+\.\d+)?$/d;

const lists: readonly NameList[] = [
  { dump: "nstat", opening: protocolCounter, line: protocolCounter, names: (name) => [name] },
  { dump: "meminfo", opening: /^MemTotal:\s+\d+ kB$/, line: /^([A-Z][A-Za-z0-9_()]+):\s+(\d+)(?: kB)?$/d },
  {
    dump: "fib_triestat",
    opening: /^Basic info: size of leaf: \d+ bytes/,
    line: /^\s*([A-Z][A-Za-z ]+):\s*([\d.]*)(?:\s*kB)?$/d,
    headed: true,
  },
  { dump: "ethtool_c", opening: /^Coalesce parameters for \S+:$/, line: /^([\w-]+):\s+(\S+)$/d, headed: true },
  { dump: "ethtool_k", opening: /^Features for \S+:$/, line: /^\s*([\w-]+): ((?:on|off)\b.*)$/d, headed: true },
];

function nameList({ dump, opening, line: pattern, headed = false, names }: NameList): Reader {
  return {
    opening,
    open: (first) => ({
      dump,
      read: (line) => {
        const match = pattern.exec(line.text);
        if (!match) return headed && (line.start === first.start || line.text === "" || line.text.startsWith("Adaptive")) ? [] : undefined; // prettier-ignore
        const [, name = ""] = match;
        return [
          {
            names: names?.(name) ?? [`${dump}:${name}`],
            label: groupSpan(line, match, 1),
            value: groupSpan(line, match, 2),
          },
        ];
      },
    }),
  };
}

const currentOrMaximum = /^(Pre-set maximums|Current hardware settings):$/;

/** `ethtool -g` and `-l`: the same names under two headings. */
function settingsUnderHeadings(dump: string, opening: RegExp): Reader {
  return {
    opening,
    open: (first) => {
      let group = "";
      return {
        dump,
        carriesOver: currentOrMaximum,
        read: (line) => {
          if (line.start === first.start || line.text === "") return [];
          const heading = currentOrMaximum.exec(line.text)?.[1];
          if (heading !== undefined) {
            group = heading;
            return [];
          }
          const match = /^([A-Z][\w ]*):\s+(\S+)$/d.exec(line.text);
          if (!match) return undefined;
          return [
            {
              names: [`${dump}:${group} ${match[1]}`],
              label: groupSpan(line, match, 1),
              value: groupSpan(line, match, 2),
            },
          ];
        },
      };
    },
  };
}

/** Drivers whose statistics are described; which one printed a list shows in its names. */
const drivers = ["virtio_net", "ixgbe", "i40e", "ice", "mlx5", "ena", "generic"].map((driver) => `ethtool_s_${driver}`);

const driverStatistics: Reader = {
  opening: /^\s*NIC statistics:$/,
  open: (first) => ({
    dump: "ethtool_s_generic",
    read: (line) => {
      if (line.start === first.start) return [];
      const match = /^\s+(?:\[\d+\]: ?)?([\w.-][^:]*): (\d+)$/d.exec(line.text);
      if (!match) return undefined;
      const [, name = ""] = match;
      return [
        {
          names: drivers.map((driver) => `${driver}:${name}`),
          label: groupSpan(line, match, 1),
          value: groupSpan(line, match, 2),
        },
      ];
    },
  }),
};

/** `TCP: inuse 5 orphan 0`, for both IP versions. */
const labelled: Reader = {
  opening: /^(?:sockets: used \d+|(?:TCP|UDP|UDPLITE|RAW|FRAG)6?: inuse \d+(?: [a-z]+ \d+)*)$/,
  open: () => ({
    dump: "sockstat",
    read: (line) => {
      if (!labelled.opening.test(line.text)) return undefined;
      const [label, ...words] = wordsOf(line);
      const group = label?.text.slice(0, -1) ?? "";
      const dump = group.endsWith("6") ? "sockstat6" : "sockstat";
      return words.flatMap((name, index): Cell[] =>
        index % 2 === 0 ? [{ names: [`${dump}:${group} ${name.text}`], label: name, value: words[index + 1] }] : [],
      );
    },
  }),
};

/** /proc/softirqs and /proc/interrupts: the same header of CPUs. */
const perCpu: Reader = {
  opening: /^\s+CPU0(?:\s+CPU\d+)*$/,
  open: (header) => ({
    dump: "softirqs",
    read: (line) => {
      if (line.start === header.start) return [];
      const label = /^\s*([A-Z]+(?:_[A-Z]+)?|\d+):/d.exec(line.text);
      const [, name = ""] = label ?? [];
      if (!label) return undefined;
      const words = wordsOf({ text: line.text.slice(label[0].length), start: line.start + label[0].length });
      const device = words.at(-1)?.text ?? "";
      const names = [`softirqs:${name}`, `interrupts:device ${device}`, `interrupts:${name}`];
      const counts = words.filter(({ text }) => /^\d+$/.test(text));
      return [
        { names, label: groupSpan(line, label, 1) },
        ...counts.map((value) => ({ names: [...names, "interrupts:CPU0"], value })),
      ];
    },
  }),
};

const sections = /^(Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt):$/;

/** `netstat -s`: sentences and bare names under the names of the groups. */
const sentences: Reader = {
  opening: sections,
  open: (_, next) => {
    if (!next || !/^\s+\S/.test(next.text)) return undefined;
    let group = "";
    return {
      dump: "netstat_s",
      carriesOver: sections,
      read: (line) => {
        const section = sections.exec(line.text)?.[1];
        if (section !== undefined) {
          group = section;
          return [];
        }
        if (!/^\s+\S/.test(line.text)) return undefined;
        return sentenceCells(line, group);
      },
    };
  },
};

function sentenceCells(line: DumpLine, group: string): readonly Cell[] {
  const bare = /^\s+([A-Z]\w*): (\d+)$/d.exec(line.text);
  if (bare) {
    return [
      { names: [`netstat_s:${group}${bare[1]}`], label: groupSpan(line, bare, 1), value: groupSpan(line, bare, 2) },
    ];
  }
  const [figure] = wordsOf(line, /\d+/g);
  if (!figure) return [];
  const text = line.text.slice(0, figure.start - line.start) + "{count}" + line.text.slice(figure.end - line.start);
  const sentence = text.trim();
  const label = { start: line.start + (line.text.length - line.text.trimStart().length), end: line.start + line.text.length }; // prettier-ignore
  return [{ names: [`netstat_s:${group} ${sentence}`, `netstat_s:${sentence}`], label, value: figure }];
}

/** Dumps that name each figure. */
export const nameReaders: readonly Reader[] = [
  ...lists.map(nameList),
  settingsUnderHeadings("ethtool_g", /^Ring parameters for \S+:$/),
  settingsUnderHeadings("ethtool_l", /^Channel parameters for \S+:$/),
  driverStatistics,
  labelled,
  perCpu,
  sentences,
];
