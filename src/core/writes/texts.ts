import { accept, refuse, type WriteOutcome } from "./outcome";
import type { WordRules } from "../knowledge/types";

/** What `proc_dostring` keeps of a text: up to a line feed or NUL, one character less than the buffer. */
export function keptText(value: string, buffer: number): string {
  const [line = ""] = /^[^\n\0]*/.exec(value) ?? [];
  return line.slice(0, buffer - 1);
}

const wordBuffer = 64;

/**
 * A text that must be one of the words the machine knows. `instance` is the variable part of the key's name, for
 * families whose members take different words.
 */
export function predictWord(value: string, rules: WordRules, instance: string): WriteOutcome {
  const text = keptText(value, wordBuffer);
  if (rules.words?.includes(text)) return accept(text);
  const prefixes = [...(rules.prefixes?.["*"] ?? []), ...(rules.prefixes?.[instance] ?? [])];
  const word = prefixes.find((prefix) => text.toLowerCase().startsWith(prefix.toLowerCase()));
  if (word !== undefined) return accept(word);
  const errno = rules.refused?.[text];
  return errno ? refuse("not-allowed-word", { errno }) : refuse("unknown-word", { errno: rules.otherwise });
}

const keyBuffer = 74;
const keyWords = 4;

/**
 * One or two Fast Open keys, `x-x-x-x,x-x-x-x` (`proc_tcp_fastopen_key`): `%x` reads each part, so it keeps 32 bits,
 * allows blanks and 0x in front, and does not look at what follows the fourth.
 */
export function predictFastOpenKey(value: string): WriteOutcome {
  const [primary = "", ...others] = keptText(value, keyBuffer).split(",");
  const backup = others.length > 0 ? others.join(",") : undefined;
  const keys = [primary, ...(backup === undefined ? [] : [backup])].map(readKey);
  return keys.every((key) => key !== undefined) ? accept(keys.join(",")) : refuse("not-a-key");
}

function readKey(text: string): string | undefined {
  const part = String.raw`[ \t\v\f\r]*(?:0[xX])?([0-9a-fA-F]+)`;
  const match = new RegExp(`^${Array<string>(keyWords).fill(part).join("-")}`).exec(text);
  return match?.slice(1).map((hex) => hex.slice(-8).padStart(8, "0").toLowerCase()).join("-"); // prettier-ignore
}

const addressBuffer = 48;
const unspecified = Array<string>(8).fill("0000").join(":");

/** An IPv6 address (`addrconf_sysctl_stable_secret`, `in6_pton`); what follows one, such as `/64`, is not looked at. */
export function predictAddress(value: string, current: string | undefined): WriteOutcome {
  // The buffer begins with the present address, which nothing written stores once more.
  if (value === "") return accept(current ?? unspecified);
  const words = readAddress(keptText(value, addressBuffer));
  return words ? accept(words.join(":")) : refuse("not-an-address", { errno: "EIO" });
}

function readAddress(text: string): readonly string[] | undefined {
  const [address = ""] = /^[0-9a-fA-F:.]*/.exec(text) ?? [];
  const dot = address.indexOf(".");
  if (dot === -1) return joinHalves(address, []);
  const start = address.lastIndexOf(":", dot) + 1;
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?![0-9a-fA-F.])/.exec(address.slice(start));
  const bytes = match?.slice(1).map(Number);
  if (start === 0 || !bytes?.every((byte) => byte <= 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const head = address.slice(0, start);
  return joinHalves(head.endsWith("::") ? head : head.slice(0, -1), [hexWord(a * 256 + b), hexWord(c * 256 + d)]);
}

/** The eight words of `head`, where `::` stands for as many zeros as are missing, with `tail` behind. */
function joinHalves(head: string, tail: readonly string[]): readonly string[] | undefined {
  const halves = head.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [left = [], right] = halves;
  const given = [...left, ...(right ?? []), ...tail];
  const isFull = given.length === 8;
  if (halves.length > 2 || (right ? given.length > 8 || left.length === 8 : !isFull)) return undefined;
  if (!halves.flat().every((word) => /^[0-9a-fA-F]{1,4}$/.test(word))) return undefined;
  const zeros = Array<string>(8 - given.length).fill("0");
  return [...left, ...zeros, ...(right ?? []), ...tail].map((word) => hexWord(parseInt(word, 16)));
}

function hexWord(word: number): string {
  return word.toString(16).padStart(4, "0");
}
