import { findSettingsInLines, linesOf, type TextLine } from "./embeddedSettings";
import { mayHoldKey, wholeKey } from "./mentions";
import { parseSysctlLine, textOf, type Assignment, type SettingPlace } from "./sysctlConf";
import type { YamlScalar } from "./yamlTree";

/** What is known around a node. */
export interface Around {
  /** Texts below it are those of a sysctl.conf. */
  readonly isConf: boolean;
  readonly place: SettingPlace | undefined;
}

export type Found = Pick<Assignment, "key" | "name" | "value" | "place">;

/** A scalar that holds more than a name: a line `KEY=value`, a script, the text of a file. */
export function* readScalar(text: string, scalar: YamlScalar, around: Around): Generator<Found, undefined> {
  const written = textOf(text, scalar.span);
  if (!mayHoldKey(written) || wholeKey(written) !== undefined) return;
  const lines = linesIn(text, scalar);
  if (around.isConf) yield* confSettings(text, lines, around);
  else for (const one of findSettingsInLines(lines)) yield { ...one, place: one.place ?? around.place };
}

/** The lines of a scalar; `\n` ends one between double quotes. */
function linesIn(text: string, { style, span }: YamlScalar): readonly TextLine[] {
  const lines = linesOf(text, span);
  if (style !== "double") return lines;
  return lines.flatMap(({ start, text: line }) => {
    let at = start;
    return line.split("\\n").map((part) => {
      const found = { start: at, text: part };
      at += part.length + 2;
      return found;
    });
  });
}

function* confSettings(text: string, lines: readonly TextLine[], { place }: Around): Generator<Found, undefined> {
  for (const { start, text: line } of lines) {
    const parsed = parseSysctlLine(text, start, start + line.length);
    if (parsed.kind !== "assignment" || wholeKey(textOf(text, parsed.key)) === undefined) continue;
    yield { key: parsed.key, value: parsed.value, place };
  }
}
