import fc from "fast-check";
import type { SysctlEntry } from "../../../src/core/knowledge/types";

/** Texts people and programs might write to a key: figures around its bounds in all notations, lists, junk. */
export function writtenValues(entry: SysctlEntry, words: readonly string[]): fc.Arbitrary<string> {
  const number = numbers(entry).chain(spellings);
  const separator = fc.constantFrom(" ", "\t", "  ", "\n", ",", " - ", ":");
  const several = fc
    .tuple(fc.array(fc.oneof({ weight: 5, arbitrary: number }, junk), { minLength: 2, maxLength: 5 }), separator)
    .map(([parts, between]) => parts.join(between));
  const plain = fc.oneof(
    { weight: 8, arbitrary: number },
    { weight: 4, arbitrary: several },
    { weight: 2, arbitrary: junk },
    { weight: 6, arbitrary: special(entry, words) ?? number },
  );
  const blank = fc.constantFrom("", "", "", " ", "\t", "\n", "\r", "\v", "\f", "\n\n", "  ");
  const ending = fc.oneof(
    { weight: 4, arbitrary: blank },
    fc.constantFrom(" # why", ";", "k", "\0", "\0x", ",", " abc"),
  );
  return fc.oneof(
    { weight: 12, arbitrary: plain },
    { weight: 6, arbitrary: fc.tuple(blank, plain, ending).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: blank },
    {
      weight: 1,
      arbitrary: fc.tuple(plain, fc.integer({ min: 4000, max: 4200 })).map(([text, size]) => text.padEnd(size)),
    },
  );
}

function numbers(entry: SysctlEntry): fc.Arbitrary<bigint> {
  const { range, default: usual } = entry.value;
  const marks = [0n, 1n, 255n, 65535n, 8589934n, 2n ** 31n, 2n ** 32n, 2n ** 63n, 2n ** 64n];
  if (range) marks.push(BigInt(range.min), BigInt(range.max));
  for (const word of usual?.split(" ") ?? []) if (/^-?\d+$/.test(word)) marks.push(BigInt(word));
  const around = fc.tuple(fc.constantFrom(...marks), fc.bigInt({ min: -2n, max: 2n })).map(([mark, off]) => mark + off);
  const small = fc.bigInt({ min: -10n, max: 5000n });
  const bits = fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** 66n }), fc.nat({ max: 66 }))
    .map(([all, cut]) => all >> BigInt(cut));
  const within = range ? fc.bigInt({ min: BigInt(range.min), max: BigInt(range.max) }) : small;
  return fc.oneof(
    around,
    small,
    bits,
    within,
    bits.map((figure) => -figure),
  );
}

/** One figure as it may be written. */
function spellings(figure: bigint): fc.Arbitrary<string> {
  const sign = figure < 0n ? "-" : "";
  const magnitude = figure < 0n ? -figure : figure;
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(String(figure)) },
    fc.constant(`${sign}0x${magnitude.toString(16)}`),
    fc.constant(`${sign}0X${magnitude.toString(16).toUpperCase()}`),
    fc.constant(`${sign}0${magnitude.toString(8)}`),
    fc.nat({ max: 12 }).map((zeros) => `${sign}${"0".repeat(zeros)}${magnitude}`),
  );
}

const junk = fc.oneof(
  fc.constantFrom(
    "",
    "-",
    "--1",
    "+1",
    "0x",
    "0xg",
    "08",
    "1.5",
    "1e3",
    "1k",
    "true",
    "yes",
    "1\u00a0",
    "\u00a01",
    "'1'",
  ),
  fc.string({ maxLength: 12 }),
);

/** What only keys of this type understand. */
function special(entry: SysctlEntry, words: readonly string[]): fc.Arbitrary<string> | undefined {
  const hex = fc.nat({ max: 2 ** 31 }).map((figure) => figure.toString(16));
  switch (entry.value.type) {
    case "range-list": {
      const most = Number(entry.value.range?.max ?? 65535) + 2;
      const item = fc.oneof(
        fc.nat({ max: most }).map(String),
        fc.tuple(fc.nat({ max: most }), fc.nat({ max: 300 })).map(([low, more]) => `${low}-${low + more}`),
      );
      return fc.array(item, { minLength: 1, maxLength: 8 }).map((items) => items.join(","));
    }
    case "cpumask":
      return fc
        .array(fc.oneof(hex, fc.constantFrom("0", "1", "3", "f")), { minLength: 1, maxLength: 3 })
        .map((all) => all.join(","));
    case "fastopen-key": {
      const key = fc.array(hex, { minLength: 3, maxLength: 5 }).map((parts) => parts.join("-"));
      return fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join(","));
    }
    case "ipv6-address":
      return fc.oneof(
        fc.ipV6(),
        fc.ipV4().map((address) => `::ffff:${address}`),
        fc.ipV6().map((address) => `${address}/64`),
      );
    case "string":
      return words.length > 0
        ? fc.tuple(fc.constantFrom(...words), fc.constantFrom("", "\n", " ", "x", "\0y")).map((parts) => parts.join(""))
        : undefined;
    default:
      return undefined;
  }
}
