import type { ComparedKey } from "./compareWithHost";
import { plainText } from "./sameMeaning";

/**
 * The lines of one side of a comparison, as sysctl settings in the order of the file. What means the same is written
 * the same on both sides, so that only differences of meaning show; what the host does not have is a comment there.
 */
export function sideOf(keys: readonly ComparedKey[], side: "host" | "file"): string {
  const settings = keys.filter(({ effect }) => effect.kind !== "overridden");
  return settings.map((key) => `${side === "host" ? hostLine(key) : fileLine(key)}\n`).join("");
}

function hostLine({ name, running }: ComparedKey): string {
  return running === undefined ? `# ${oneLine(name)}` : `${oneLine(name)} = ${oneLine(running)}`;
}

function fileLine({ name, written, running, effect }: ComparedKey): string {
  const value = effect.kind === "same" && running !== undefined ? running : written;
  return `${oneLine(name)} = ${oneLine(plainText(value))}`;
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
