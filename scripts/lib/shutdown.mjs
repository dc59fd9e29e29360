// @ts-check
import { readFileSync } from "node:fs";

/** Signals by which a terminal, a service manager or a CI runner ends us, and the number each stands for. */
const SIGNAL_NUMBERS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });

const PARENT_CHECK_MS = 500;

/**
 * Runs `clean` once when a signal asks us to end, then exits. A second signal does not wait for the cleaning.
 * @param {() => unknown} clean
 * @param {{ exitCode?: number }} [options] `exitCode` replaces the usual 128 + signal number.
 */
export function onEndSignal(clean, { exitCode } = {}) {
  let ending = false;

  /** @param {number} signalNumber */
  async function end(signalNumber) {
    const code = exitCode ?? 128 + signalNumber;
    if (ending) process.exit(code);
    ending = true;
    try {
      await clean();
    } finally {
      process.exit(code);
    }
  }

  for (const [name, number] of Object.entries(SIGNAL_NUMBERS)) process.on(name, () => end(number));
  onLostParent(() => ending || end(SIGNAL_NUMBERS.SIGTERM));
}

/**
 * npm passes some signals on to its shell, which dies and tells nobody, and others not even that. So under
 * npm, a parent or grandparent that is gone is as good as a signal.
 * @param {() => unknown} heard
 */
function onLostParent(heard) {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const before = ancestors();
  setInterval(() => ancestors() !== before && heard(), PARENT_CHECK_MS).unref();
}

/** Who started us and, where Linux tells, who started that one. */
function ancestors() {
  const parent = process.ppid;
  try {
    // "pid (name) state ppid …"; the name may hold anything, blanks and brackets included.
    const grandparent = readFileSync(`/proc/${parent}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
    return `${parent} ${grandparent}`;
  } catch {
    return `${parent}`;
  }
}
