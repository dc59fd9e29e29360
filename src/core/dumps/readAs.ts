import type { DumpIndex, FieldHit } from "../knowledge/dumpIndex";
import type { Dump } from "../knowledge/types";
import { cellsOf, findDumps } from "./findDumps";
import { nameReaders } from "./nameReaders";
import { columnCells, dumpLine, wordsOf, type Cell, type DumpLine, type Opened } from "./reader";
import { tableReaders } from "./tableReaders";
import { tokenReaders } from "./tokenReaders";

/** A figure of a dump and what it is. */
export interface FigureHit {
  readonly cell: Cell;
  readonly hit: FieldHit;
}

/** Lines that open a dump, for rows that were copied without. */
const headers: Readonly<Record<string, string>> = {
  arp: "IP address HW type Flags",
  dev: "face |bytes packets",
  ethtool_c: "Coalesce parameters for eth0:",
  ethtool_k: "Features for eth0:",
  fib_triestat: "Basic info: size of leaf: 48 bytes",
  igmp: "Idx Device : Count Querier",
  interrupts: " CPU0",
  meminfo: "MemTotal: 1 kB",
  netlink: "sk Eth Pid Groups",
  packet: "sk RefCnt Type Proto ",
  protocols: "protocol size sockets memory",
  ptype: "Type Device Function",
  raw: "sl local_address rem_address drops",
  route: "Iface Destination Gateway Flags RefCnt",
  slabinfo: "name <active_objs>",
  softirqs: " CPU0",
  ss: "State Recv-Q Send-Q Local",
  tc_qdisc: "qdisc fq 0:",
  tcp: "sl local_address rem_address",
  tcp6: "sl local_address remote_address",
  udp: "sl local_address rem_address drops",
  udp6: "sl local_address remote_address drops",
  unix: "Num RefCount Protocol Flags",
};

/**
 * Reads a text as one kind of dump, also where too little of it is there to be recognised: a row without its header,
 * a single name and figure. What is no field of that dump is passed over. Never throws.
 */
export function* readAs(text: string, dump: Dump, index: DumpIndex): Generator<FigureHit, undefined> {
  const regions = findDumps(text);
  let region = regions.next();
  const opened = openWithoutHeader(dump.id);
  const lookup = createLookup(dump, index);
  for (let start = 0; start <= text.length;) {
    if (!region.done && region.value.span.start === start) {
      yield* hitsOf(cellsOf(text, region.value), lookup);
      start = region.value.span.end + 1;
      region = regions.next();
      continue;
    }
    const newline = text.indexOf("\n", start);
    const line = dumpLine(text, start, newline === -1 ? text.length : newline);
    const hits = [...hitsOf(opened?.read(line) ?? [], lookup)];
    yield* hits.length > 0 ? hits : hitsOf(looseCells(line, dump), lookup);
    start = (newline === -1 ? text.length : newline) + 1;
  }
}

function openWithoutHeader(id: string): Opened | undefined {
  const header = headers[id];
  if (header === undefined) return undefined;
  // It stands nowhere, so no line of the text is taken for it.
  const line = { text: header, start: -1 };
  return [...tableReaders, ...nameReaders, ...tokenReaders]
    .find(({ opening }) => opening.test(header))
    ?.open(line, undefined);
}

type Lookup = (name: string) => FieldHit | undefined;

/** The field of this dump that a name means, whichever dump its reader thought of; none where several may be meant. */
function createLookup({ id }: Dump, index: DumpIndex): Lookup {
  const known = new Map<string, FieldHit | undefined>();
  return (name) => {
    const own = `${id}:${name.slice(name.indexOf(":") + 1)}`;
    if (!known.has(own)) {
      const [hit, ...others] = index.find(own);
      known.set(own, others.length > 0 ? undefined : hit);
    }
    return known.get(own);
  };
}

function* hitsOf(cells: Iterable<Cell>, lookup: Lookup): Generator<FigureHit, undefined> {
  for (const cell of cells) {
    for (const name of cell.names) {
      const hit = lookup(name);
      if (!hit) continue;
      yield { cell, hit };
      break;
    }
  }
}

/** No name is longer; lines without end exist. */
const longestName = 100;

/** Columns in their order, or every figure with the words before it, as the layout says. */
function looseCells(line: DumpLine, { id, layout }: Dump): readonly Cell[] {
  if (layout === "columns") return /\d/.test(line.text) ? columnCells(id, wordsOf(line)) : [];
  const words = wordsOf(line, /[^\s,;()=:]+/g);
  const [label] = words;
  return words.flatMap((word, position): Cell[] => {
    const before = words[position - 1];
    if (!label || !before || !/^-?\d/.test(word.text) || /^-?\d/.test(before.text)) return [];
    const names = [
      line.text.slice(0, before.end - line.start).trimStart(),
      `${label.text} ${before.text}`,
      before.text,
    ];
    const short = names.filter((name) => name.length <= longestName);
    return [{ names: short.map((name) => `${id}:${name}`), value: word, label: before }];
  });
}
