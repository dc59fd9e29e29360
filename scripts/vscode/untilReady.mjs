// @ts-check

const READY_LIMIT_MS = 60_000;

/**
 * Waits until a server answers at `url`. Throws when it takes too long or the server is gone.
 * @param {string} url
 * @param {Promise<void>} ended
 */
export async function untilReady(url, ended) {
  let alive = true;
  void ended.then(() => (alive = false));
  const deadline = Date.now() + READY_LIMIT_MS;
  while (alive) {
    if (Date.now() > deadline) throw new Error(`no answer within ${READY_LIMIT_MS / 1000} s.`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it ended by itself.");
}
