/** Assertions that work in both extension hosts; the web one has no Node modules. */

/** Fails with `message` unless `condition` holds. */
export function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Fails unless `text` holds every phrase. */
export function expectPhrases(text: string, ...phrases: readonly string[]): void {
  for (const phrase of phrases) expect(text.includes(phrase), `expected "${phrase}" in:\n${text}`);
}

/** Tries until `condition` holds or the time is over. */
export async function eventually(condition: () => boolean | Promise<boolean>, message: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(message);
}
