import type { RefusalReason } from "./outcome";

// do_proc_* copy a number into a buffer of 22 characters and refuse one that fills it.
const longestToken = 20;
const largestUnsignedLong = 2n ** 64n - 1n;

/** The handlers of numbers look no further into what is written (a page less one byte). */
export const longestNumbers = 4095;

/**
 * The words of a value. Any white space may stand in front of one (`proc_skip_spaces`), but only a space, a tab or a
 * line feed ends one (`proc_get_long`).
 */
export function valueWords(value: string): string[] {
  return value.match(/[^ \t\n\v\f\r][^ \t\n]*/g) ?? [];
}

/** Reads one number as `proc_get_long` does: decimal, 0x hexadecimal, leading-0 octal, optional minus. */
export function parseKernelNumber(word: string): bigint | RefusalReason {
  const match = /^((-?)(0[xX][0-9a-fA-F]+|[0-9]+))$/.exec(word);
  if (!match) return "not-a-number";
  const [, token = "", sign, digits = ""] = match;
  if (token.length > longestToken) return "too-long";
  const octal = /^0\d/.test(digits);
  if (octal && /[89]/.test(digits)) return "not-a-number";
  const magnitude = BigInt(octal ? `0o${digits}` : digits);
  if (magnitude > largestUnsignedLong) return "out-of-range";
  return sign ? -magnitude : magnitude;
}
