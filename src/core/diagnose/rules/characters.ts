/** A character that looks like one of the format's own, or like nothing at all. */
export interface UnseenCharacter {
  readonly code: "sysctl/invisible-character" | "sysctl/full-width-character";
  /** `U+200B` */
  readonly name: string;
  /** Where it stands in the text. */
  readonly at: number;
}

const beyondAscii = /[^\t -~]/;
// Blanks other than ASCII ones, characters without width, marks of writing direction.
const invisible = /[\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]/;
// What an input method for Chinese or Japanese writes in place of ASCII.
const fullWidth = /[\u3001\u3002\uff01-\uff5e]/;

/** The first character of a text that loaders and kernel take for part of a word, though nobody sees that. */
export function unseenCharacter(text: string): UnseenCharacter | undefined {
  if (!beyondAscii.test(text)) return undefined;
  const hidden = invisible.exec(text);
  const wide = hidden ? undefined : fullWidth.exec(text);
  const found = hidden ?? wide;
  if (!found) return undefined;
  const hex = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const code = hidden ? "sysctl/invisible-character" : "sysctl/full-width-character";
  return { code, name: `U+${hex}`, at: found.index };
}
