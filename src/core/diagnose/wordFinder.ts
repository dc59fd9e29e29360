/** What a person wrote is shorter; a generated file is not searched to its end for every word. */
const farthest = 256 * 1024;

/** Finds words in a text; each is looked for once, however often it is asked for. */
export function createWordFinder(text: string): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    let found = known.get(word);
    if (found === undefined) {
      found = hasWord(text.slice(0, farthest), word);
      known.set(word, found);
    }
    return found;
  };
}

/** Whether a word stands alone outside comments, and not as part of a name or a path. */
function hasWord(text: string, word: string): boolean {
  let at = text.indexOf(word);
  while (at !== -1) {
    let from = at + word.length;
    if (!/[\w./]/.test(`${text[at - 1] ?? ""}${text[from] ?? ""}`)) {
      const lineStart = text.lastIndexOf("\n", at) + 1;
      if (!/^\s*(?:#|\/\/|;)/.test(text.slice(lineStart, at))) return true;
      const lineEnd = text.indexOf("\n", from);
      if (lineEnd === -1) return false;
      from = lineEnd;
    }
    at = text.indexOf(word, from);
  }
  return false;
}
