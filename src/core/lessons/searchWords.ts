const word = /[\p{Script=Han}]+|[\p{L}\p{N}_.:-]+/gu;
const han = /^\p{Script=Han}/u;

/**
 * The words a text is found by, in lower case. Names are found whole and by their parts; Chinese, which has no
 * blanks between words, by each two neighbouring characters.
 */
export function searchWords(text: string): string[] {
  return pieces(text).flatMap((piece) => (han.test(piece) ? [...pairs(piece), piece.slice(-1)] : withParts(piece)));
}

/** The words of what somebody is looking for: a pair of characters says more than its second one. */
export function queryWords(query: string): string[] {
  return pieces(query).flatMap((piece) => {
    if (han.test(piece)) return piece.length === 1 ? [piece] : pairs(piece);
    return [piece.toLowerCase()];
  });
}

/** Runs of Chinese characters, and words of other scripts without the marks around them. */
function pieces(text: string): string[] {
  // A Latin run may hold characters of both kinds: `TCP队列`.
  return (text.match(word) ?? [])
    .flatMap((run) => run.match(/\p{Script=Han}+|\P{Script=Han}+/gu) ?? [])
    .map((piece) => piece.replace(/^[.:_-]+|[.:_-]+$/g, ""))
    .filter((piece) => piece !== "");
}

function pairs(run: string): string[] {
  return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
}

/** `TcpExt.ListenOverflows` and what it is made of. */
function withParts(piece: string): string[] {
  const parts = piece.split(/[._:-]+|(?<=[a-z0-9])(?=[A-Z])/).filter((part) => part !== "");
  return [...new Set([piece, ...(parts.length > 1 ? parts : [])].map((one) => one.toLowerCase()))];
}
