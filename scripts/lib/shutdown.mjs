// @ts-check

/** Signals by which a terminal, a service manager or a CI runner ends us, and the code each stands for. */
const SIGNAL_NUMBERS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });

/**
 * Runs `clean` once when a signal asks us to end, then exits.
 * A second signal does not wait for the cleaning.
 * @param {() => unknown} clean
 * @param {{ exitCode?: number }} [options] `exitCode` replaces the usual 128 + signal number.
 */
export function onEndSignal(clean, { exitCode } = {}) {
  let ending = false;
  for (const [name, number] of Object.entries(SIGNAL_NUMBERS)) {
    process.on(name, async () => {
      const code = exitCode ?? 128 + number;
      if (ending) process.exit(code);
      ending = true;
      try {
        await clean();
      } finally {
        process.exit(code);
      }
    });
  }
}
