import { accept, refuse, type WriteOutcome } from "./outcome";

const wordBits = 32;
const digitsInWord = 8;

/**
 * A CPU mask in hexadecimal, 32 bits a word, words separated by commas or white space (`bitmap_parse`).
 * It is read from its end, and bits for CPUs the machine cannot have fail with EOVERFLOW although what was read
 * before them is kept.
 */
export function predictCpuMask(value: string, cpus: number): WriteOutcome {
  const [line = ""] = /^[^\n\0]*/.exec(asBytes(value)) ?? [];
  const room = Math.ceil(cpus / wordBits);
  const words: bigint[] = [];
  const fail = (errno: "EINVAL" | "EOVERFLOW"): WriteOutcome =>
    refuse("not-a-mask", { errno, stored: formatMask(words, cpus) });

  let end = line.length;
  for (;;) {
    while (end > 0 && isSeparator(line[end - 1])) end--;
    if (end === 0) break;
    if (words.length === room) return fail("EOVERFLOW");
    let start = end;
    while (start > 0 && end - start < digitsInWord && !isSeparator(line[start - 1])) start--;
    const digits = line.slice(start, end);
    if (!/^[0-9a-fA-F]+$/.test(digits)) return fail("EINVAL");
    const before = line[start - 1];
    end = start;
    if (digits.length === digitsInWord && before !== undefined && !isSeparator(before)) {
      if (/[0-9a-fA-F]/.test(before)) return fail("EOVERFLOW");
      // Another character in front of eight digits is passed over.
      end--;
    }
    words.push(BigInt(`0x${digits}`));
  }
  return bitsOf(words) >> BigInt(cpus) === 0n ? accept(formatMask(words, cpus)) : fail("EOVERFLOW");
}

const noDigit = "?";

/** The kernel reads bytes, and takes 0xA0, with which the UTF-8 form of some characters ends, for a space. */
function asBytes(value: string): string {
  return value.replace(/[^\0-\x7f]/gu, (character) => {
    const isBlank = (character.codePointAt(0) ?? 0) % 64 === 0x20;
    return isBlank ? `${noDigit} ` : noDigit;
  });
}

function isSeparator(character: string | undefined): boolean {
  return character !== undefined && " \t\v\f\r,".includes(character);
}

function bitsOf(words: readonly bigint[]): bigint {
  return words.reduce((bits, word, index) => bits | (word << BigInt(index * wordBits)), 0n);
}

/** As `%*pb` prints it: no leading zeros in the first word, full words behind it. */
function formatMask(words: readonly bigint[], cpus: number): string {
  const bits = BigInt.asUintN(cpus, bitsOf(words));
  const count = Math.ceil(cpus / wordBits);
  return Array.from({ length: count }, (_, i) => {
    const index = count - 1 - i;
    const width = index === count - 1 ? Math.ceil((cpus - index * wordBits) / 4) : wordBits / 4;
    return BigInt.asUintN(wordBits, bits >> BigInt(index * wordBits))
      .toString(16)
      .padStart(width, "0");
  }).join(",");
}
