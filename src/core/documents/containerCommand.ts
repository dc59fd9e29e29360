import type { TextLine } from "./embeddedSettings";
import { longestValue, reach } from "./mentions";
import type { Offset, SettingPlace } from "./sysctlConf";

/** Options behind a command's name, such as `--context x`, before what it shall do. */
const command = /^\w+(?:\s+[^\s;|&]+){0,8}?\s+(?:run|create)\s/;

/**
 * The container a command sets a sysctl for, as in `docker run --network host --sysctl KEY=VALUE`. `at` is where the
 * key begins on its line; lines that end in a backslash belong to the command.
 */
export function containerOf(lines: readonly TextLine[], index: number, at: Offset): SettingPlace | undefined {
  const own = lines[index]?.text ?? "";
  if (!/--sysctl[\s=]+["']?$/.test(own.slice(Math.max(0, at - reach), at))) return undefined;
  let ahead = own.slice(Math.max(0, at - longestValue), at);
  for (let above = index - 1; ahead.length < longestValue && goesOn(lines[above]); above--)
    ahead = `${(lines[above]?.text ?? "").slice(0, longestValue)} ${ahead}`;
  const begun = lastCommand(ahead);
  if (begun === undefined) return undefined;
  let behind = own.slice(at, at + longestValue);
  for (let below = index; behind.length < longestValue && goesOn(lines[below]); below++)
    behind += ` ${(lines[below + 1]?.text ?? "").slice(0, longestValue)}`;
  const options = begun + behind.split(/;|\||&&/, 1).join("");
  return { kind: "container", hostNetwork: /\s--net(?:work)?(?:=|\s+)["']?host\b/.test(options) };
}

function goesOn(line: TextLine | undefined): boolean {
  return /\\\s?$/.test(line?.text.slice(-2) ?? "");
}

/** From the last `docker run` on: what stands before it is another command. Images and paths may have its name. */
function lastCommand(text: string): string | undefined {
  const named = Array.from(text.matchAll(/\b(?:docker|podman|nerdctl)\b/g), ({ index }) => index).slice(-5);
  const start = named.findLast((at) => command.test(text.slice(at, at + reach)));
  return start === undefined ? undefined : text.slice(start);
}
