import type { Errno } from "../knowledge/types";

export type RefusalReason =
  | "empty"
  | "not-a-number"
  | "too-long"
  | "negative"
  | "out-of-range"
  | "order"
  | "below-neighbour"
  | "above-neighbour"
  | "not-a-list"
  | "not-a-mask"
  | "not-a-key"
  | "not-an-address"
  | "not-this-member"
  | "unknown-word"
  | "not-allowed-word"
  | "read-only";

export interface Accepted {
  readonly kind: "accepted";
  /** What reading the key back gives, words separated by one space; `undefined` where we cannot say. */
  readonly stored: string | undefined;
  /** Words of the text the kernel pays no attention to. */
  readonly ignoredWords: number;
  /** Trailing elements of a vector that keep what they had. */
  readonly keptElements: number;
}

export interface Refused {
  readonly kind: "refused";
  readonly errno: Errno;
  readonly reason: RefusalReason;
  /** Index of the offending word. */
  readonly word: number;
  /** Elements before it were stored all the same. */
  readonly storedBefore: number;
  /** What reading the key gives afterwards, where the refused write has changed it. */
  readonly stored?: string | undefined;
  /** For a bound that another key sets: that key and what it holds. */
  readonly neighbour?: { readonly name: string; readonly value: string };
}

/** A template, a type whose rules are not modelled, or a fact of the machine that is not given. */
export interface Unknown {
  readonly kind: "unknown";
}

/** What one write does, as far as the entry's facts allow to say. */
export type WriteOutcome = Accepted | Refused | Unknown;

export const unknown: Unknown = { kind: "unknown" };

/** A write the kernel takes as a whole. */
export function accept(stored: string | undefined): Accepted {
  return { kind: "accepted", stored, ignoredWords: 0, keptElements: 0 };
}

/** A write that fails. Of a vector, `storedBefore` elements are stored all the same. */
export function refuse(reason: RefusalReason, details: Partial<Omit<Refused, "kind" | "reason">> = {}): Refused {
  return { kind: "refused", errno: "EINVAL", reason, word: 0, storedBefore: 0, ...details };
}
