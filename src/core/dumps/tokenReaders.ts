import { columnCells, groupSpan, wordsOf, type Cell, type DumpLine, type Reader } from "./reader";

/** `name=12`, whose name may have to be read in its group. */
function assigned(line: DumpLine, names: (name: string) => readonly string[]): Cell[] {
  return wordsOf(line, /[\w-]+=\S+/g).map((word) => {
    const equals = word.text.indexOf("=");
    return {
      names: names(word.text.slice(0, equals)),
      label: { start: word.start, end: word.start + equals },
      value: { start: word.start + equals + 1, end: word.end },
    };
  });
}

/** An entry of /proc/net/nf_conntrack or of `conntrack -L`, which leaves the first two columns out. */
const conntrack: Reader = {
  opening:
    /^(?:ipv[46]\s+\d+\s+)?(?:tcp|udp|udplite|icmp|icmpv6|sctp|dccp|gre|unknown)\s+\d+\s+\d+\s.*\bsrc=\S+ dst=\S+/,
  open: () => ({
    dump: "nf_conntrack",
    row: conntrack.opening,
    read: (line) => {
      if (!conntrack.opening.test(line.text)) return undefined;
      const words = wordsOf(line);
      const first = words.findIndex(({ text }) => text.includes("="));
      const fixed = columnCells("nf_conntrack", words.slice(0, first), /^ipv/.test(line.text) ? 1 : 3);
      const marks = wordsOf(line, /\[[A-Z_]+\]/g).map((word) => ({
        names: [`nf_conntrack:${word.text}`],
        value: word,
      }));
      return [...fixed, ...assigned(line, (name) => [`nf_conntrack:${name}`]), ...marks];
    },
  }),
};

/** `conntrack -S`: one line a CPU. */
const conntrackStatistics: Reader = {
  opening: /^cpu=\d+\s+(?:found|searched|expect_new)=\d+/,
  open: () => ({
    dump: "conntrack_s",
    read: (line) =>
      conntrackStatistics.opening.test(line.text) ? assigned(line, (name) => [`conntrack_s:${name}`]) : undefined,
  }),
};

/** `ss`: a table of sockets, with what -i, -m, -e and -o add behind or below each. */
const ss: Reader = {
  opening: /^\s*(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s+Local/,
  open: (header) => {
    const hasNetid = /^\s*Netid/.test(header.text);
    return {
      dump: "ss",
      read: (line) => {
        if (line.start === header.start || ss.opening.test(line.text)) return [];
        if (line.text === "") return undefined;
        const details = socketDetails(line);
        if (/^\s/.test(line.text)) return details;
        const columns = wordsOf(line).slice(0, hasNetid ? 6 : 5);
        if (!socketRow.test(line.text)) return undefined;
        return [...columnCells("ss", columns, hasNetid ? 1 : 2), ...details];
      },
    };
  },
};

/** State, two queues and two ends, with the family before them or not. */
const socketRow = /^(?:\w+\s+)?[A-Z][A-Z0-9-]+\s+\d+\s+\d+\s+\S+\s+\S/;

/** What stands behind or below a socket: `name:value`, `name:(parts)` and a few pairs of words. */
function socketDetails(line: DumpLine): readonly Cell[] {
  const cells: Cell[] = [];
  for (const match of line.text.matchAll(/(?<![\w:.\]])([a-z][\w-]*):(\((?:\([^()]*\)|[^()])*\)|[^\s(]\S*)/dg)) {
    const [, name = "", text = ""] = match;
    const label = groupSpan(line, match, 1);
    const value = groupSpan(line, match, 2);
    if (!value) continue;
    const within = { text, start: value.start };
    cells.push(
      ...(text.startsWith("(") ? partsOf(name, within) : figuresOf(name, within)).map((cell) => ({ label, ...cell })),
    );
  }
  // Rates and delivery figures stand as two words.
  for (const match of line.text.matchAll(/\b(send|pacing_rate|delivery_rate|max_pacing_rate) (\d[\d.]*\w*)/dg)) {
    cells.push({ names: [`ss:${match[1]}`], label: groupSpan(line, match, 1), value: groupSpan(line, match, 2) });
  }
  return cells;
}

/** `0.1/0.2` or `7,7`: figures named by their position. */
function figuresOf(token: string, within: DumpLine): readonly Cell[] {
  const words = wordsOf(within, /[^/,]+/g);
  return words.map((value, index) => ({
    names: words.length > 1 ? [`ss:${token}#${index + 1}`, `ss:${token}`] : [`ss:${token}`],
    value,
  }));
}

/** `(r0,rb131072)`, `(mrtt:0.1,…)`, `(("sshd",pid=1,fd=3))` or `(keepalive,12sec,0)`. */
function partsOf(token: string, within: DumpLine): readonly Cell[] {
  return wordsOf(within, /[^(),]+/g).map((word, index): Cell => {
    const match = /^([a-z_]+)[:=](.+)$|^([a-z]+)(\d+)$/d.exec(token === "timer" ? "" : word.text);
    const line = { text: word.text, start: word.start };
    if (!match) return { names: [`ss:${token}#${index + 1}`, `ss:${token}`], value: word };
    const [, named, , letters] = match;
    return {
      names: [`ss:${token} ${named ?? letters}`, `ss:${token}#${index + 1}`],
      label: groupSpan(line, match, named === undefined ? 3 : 1),
      value: groupSpan(line, match, named === undefined ? 4 : 2),
    };
  });
}

/** `675 pkt`, or a word and its figure; in `Sent 12 bytes 675 pkt` the word before packets is not theirs. */
const qdiscFigure = /\b(\d+) (pkts?)\b|\b(?<name>[A-Za-z_]+) (\d\S*?)(?=[\s,)]|$)(?! pkt)/dg;

/** `tc -s qdisc`: figures named by the word before them, packets by the one behind; some only known to one kind. */
const qdisc: Reader = {
  opening: /^(?:qdisc|class) (\w+) \S+:\S*(?: |$)/,
  open: () => {
    let kind = "";
    return {
      dump: "tc_qdisc",
      carriesOver: qdisc.opening,
      read: (line) => {
        const opened = qdisc.opening.exec(line.text);
        if (!opened && !/^\s+\S/.test(line.text)) return undefined;
        kind = opened?.[1] ?? kind;
        const figures = line.text.matchAll(qdiscFigure);
        return Array.from(figures, (match) => {
          const { name = "pkt" } = match.groups ?? {};
          return {
            names: [`tc_qdisc:${kind} ${name}`, `tc_qdisc:${name}`],
            label: groupSpan(line, match, match[1] === undefined ? 3 : 2),
            value: groupSpan(line, match, match[1] === undefined ? 4 : 1),
          };
        });
      },
    };
  },
};

/** Dumps made of running words. */
export const tokenReaders: readonly Reader[] = [conntrack, conntrackStatistics, ss, qdisc];
