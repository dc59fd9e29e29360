// @ts-check

/** Complaints of the server itself that say nothing about us: it was installed without native bindings. */
const NOISE = [
  /Could not locate the bindings file/,
  /native-watchdog|build\/Release\/watchdog/,
  /Failed to load resource|ERR_NAME_NOT_RESOLVED|ENOTFOUND/,
  /ServiceWorker|Service Worker|fetching the script/,
  /same-origin iframe|escape its sandboxing|Unrecognized feature/,
  /renderer-(Management|ExtensionHost)|connection token|reconnection-grace-time/,
  /AgentHost|AccountPolicyGate|builtin extensions cache|package\.nls\.json/,
];

/**
 * A line of the page's console as people want to read it; `undefined` for noise.
 * @param {string} line
 * @returns {string | undefined}
 */
export function readableLine(line) {
  if (NOISE.some((pattern) => pattern.test(line))) return undefined;
  return line
    .replace(/^%c\s*([A-Z]+) color: #[0-9a-f]+ /, "[$1] ")
    .replace(/^%c\[Extension Host\] %c/, "[host] ")
    .replace(/ color: blue color: +/, " ")
    .trimEnd();
}
