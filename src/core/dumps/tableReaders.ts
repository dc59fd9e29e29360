import { columnCells, wordsOf, type Cell, type DumpLine, type Opened, type Reader } from "./reader";

/** Tables whose header is recognised and whose rows stand in the order of the columns. */
interface Table {
  readonly dump: string;
  readonly opening: RegExp;
  readonly row: RegExp;
  readonly cells?: (line: DumpLine) => readonly Cell[];
}

const tables: readonly Table[] = [
  { dump: "unix", opening: /^\s*Num\s+RefCount\s+Protocol\s+Flags/, row: /^\s*[0-9a-f]{8,16}: / },
  { dump: "arp", opening: /^\s*IP address\s+HW type\s+Flags/, row: /^\s*\d+\.\d+\.\d+\.\d+\s+0x/ },
  { dump: "route", opening: /^\s*Iface\s+Destination\s+Gateway\s+Flags\s+RefCnt/, row: /^\S+\s+[0-9A-F]{8}\s+[0-9A-F]{8}\s/ },
  { dump: "protocols", opening: /^\s*protocol\s+size\s+sockets\s+memory/, row: /^\S+\s+\d+\s+-?\d+\s/ },
  { dump: "netlink", opening: /^\s*sk\s+Eth\s+Pid\s+Groups/, row: /^\s*[0-9a-f]{8,16}\s+\d+\s/ },
  { dump: "packet", opening: /^\s*sk\s+RefCnt\s+Type\s+Proto\s/, row: /^\s*[0-9a-f]{8,16}\s+\d+\s/ },
  { dump: "ptype", opening: /^\s*Type Device\s+Function/, row: /^(?:[0-9a-f]{4}|ALL)\s/, cells: ptypeCells },
  { dump: "igmp", opening: /^\s*Idx\s+Device\s+: Count Querier/, row: /^(?:\d+\s+\S|\s+[0-9A-F]{8}\s)/, cells: igmpCells },
  { dump: "slabinfo", opening: /^\s*(?:# )?name\s+<active_objs>/, row: /^\S+\s+\d+\s+\d+\s+\d+\s/, cells: slabCells },
  { dump: "dev", opening: /^\s*face \|bytes\s+packets/, row: /^\s*[^\s:]+:\s*\d/, cells: deviceCells },
]; // prettier-ignore

function headedTable({ dump, opening, row, cells = (line) => columnCells(dump, wordsOf(line)) }: Table): Reader {
  return {
    opening,
    open: (header) => ({
      dump,
      row,
      read: (line) => {
        if (line.start === header.start) return [];
        return row.test(line.text) ? cells(line) : undefined;
      },
    }),
  };
}

/** A row for every device leaves the device out. */
function ptypeCells(line: DumpLine): readonly Cell[] {
  const [type, ...others] = wordsOf(line);
  const columns = others.length > 1 ? [2, 3] : [3];
  return [
    ...(type ? [{ names: ["ptype:1"], value: type }] : []),
    ...others.map((word, index) => ({ names: [`ptype:${columns[index]}`], value: word })),
  ];
}

/** Lines of interfaces and, indented, of the groups below them. */
function igmpCells(line: DumpLine): readonly Cell[] {
  const words = wordsOf(line, /[^\s:]\S*/g).filter(({ text }) => text !== ":");
  return columnCells("igmp", words, /^\s/.test(line.text) ? 5 : 1);
}

/** A cache of the network stack is explained by its own name. */
function slabCells(line: DumpLine): readonly Cell[] {
  const [name, ...figures] = columnCells("slabinfo", wordsOf(line));
  if (!name?.value) return [];
  const cache = line.text.slice(name.value.start - line.start, name.value.end - line.start);
  return [{ names: [`slabinfo:cache ${cache}`, "slabinfo:1"], value: name.value }, ...figures];
}

function deviceCells(line: DumpLine): readonly Cell[] {
  return columnCells("dev", wordsOf(line, /[^\s:]+(?=:)|\d+/g));
}

/** /proc/net/tcp and its kin; `tx_queue:rx_queue` and `tr:tm->when` are two columns each. */
const sockets: Reader = {
  opening: /^\s*sl\s+local_address\s+rem(?:ote)?_address/,
  open: (header) => {
    const dump = `${header.text.includes("drops") ? "udp" : "tcp"}${header.text.includes("remote_address") ? "6" : ""}`;
    return {
      dump,
      row: /^\s*\d+: [0-9A-F]+:[0-9A-F]{4} /,
      read: (line) => {
        if (line.start === header.start) return [];
        const match = /^(\s*\d+:\s+\S+\s+\S+\s+\S+\s+)([0-9A-F]+:[0-9A-F]+\s+[0-9A-F]+:[0-9A-F]+)/.exec(line.text);
        if (!match) return undefined;
        const [all, addresses = "", pairs = ""] = match;
        const from = (start: number, end = line.text.length): DumpLine => ({
          text: line.text.slice(start, end),
          start: line.start + start,
        });
        const words = [
          ...wordsOf(from(0, addresses.length)),
          ...wordsOf(from(addresses.length, addresses.length + pairs.length), /[0-9A-F]+/g),
          ...wordsOf(from(all.length)),
        ];
        return columnCells(dump, words);
      },
    };
  },
};

/** Tables under /proc/net/stat: the header names the columns, which changed between kernels. */
const statistics: Reader = {
  opening: /^\s*entries\s+(?:searched|clashres|allocs|in_hit)\s/,
  open: (header) => {
    const names = wordsOf(header).map(({ text }) => text);
    const dump = names.includes("allocs") ? "stat_arp_cache" : names.includes("in_hit") ? "stat_rt_cache" : "stat_nf_conntrack"; // prettier-ignore
    return {
      dump,
      read: (line) => {
        const words = wordsOf(line);
        const isHeader = line.start === header.start;
        if (!isHeader && !/^\s*[0-9a-f]{8}(?:\s+[0-9a-f]{8}){2,}$/.test(line.text)) return undefined;
        return words.map((word, index) => ({
          names: [`${dump}:${names[index]}`],
          ...(isHeader ? { label: word } : { value: word }),
        }));
      },
    };
  },
};

/** Nine to fifteen words of eight hexadecimal digits: nothing else in /proc looks so. */
const softnet: Reader = {
  opening: /^\s*[0-9a-f]{8}(?: [0-9a-f]{8}){8,14}$/,
  open: () => ({
    dump: "softnet_stat",
    row: softnet.opening,
    read: (line) => (softnet.opening.test(line.text) ? columnCells("softnet_stat", wordsOf(line)) : undefined),
  }),
};

/** A line of names over a line of figures, as in /proc/net/snmp and netstat. */
const pairedLines: Reader = {
  opening: /^(?:Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt):(?: [A-Z][A-Za-z0-9]+)+$/,
  open: (header, next): Opened | undefined => {
    const [label, ...names] = wordsOf(header);
    if (!label || !next?.text.startsWith(`${label.text} `) || !/^\S+(?: -?\d+)+$/.test(next.text)) return undefined;
    const group = label.text.slice(0, -1);
    const dump = group.endsWith("Ext") ? "netstat" : "snmp";
    const cellsOf = (line: DumpLine, kind: "label" | "value"): readonly Cell[] =>
      wordsOf(line)
        .slice(1)
        .map((word, index) => ({ names: [`${dump}:${group}${names[index]?.text}`], [kind]: word }));
    return {
      dump,
      read: (line) => {
        if (line.start === header.start) return cellsOf(line, "label");
        return line.start === next.start ? cellsOf(line, "value") : undefined;
      },
    };
  },
};

/** Dumps that stand in rows and columns. */
export const tableReaders: readonly Reader[] = [...tables.map(headedTable), sockets, statistics, softnet, pairedLines];
