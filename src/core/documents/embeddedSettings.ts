import { findChefAttribute } from "./chefAttributes";
import { containerOf } from "./containerCommand";
import { findMentions, longestValue, mayHoldKey, reach, type Mention } from "./mentions";
import type { Assignment, Offset, Span } from "./sysctlConf";

/** A declaration's value stands at most so many lines below its name. */
const farthestValue = 40;

/** A line, or what counts as one inside a string. */
export interface TextLine {
  readonly start: Offset;
  readonly text: string;
}

/** As much of a line as may hold the name or the value of a declaration. */
function headOf(line: TextLine | undefined): string {
  return line?.text.slice(0, longestValue) ?? "";
}

/**
 * The settings in a text of another syntax: shell, Dockerfiles, Nix, HCL, TOML, JSON, Puppet, Chef, Markdown. A key
 * counts as set where a value is given to it: on its line (`key=value`, `key: value`,
 * `echo value > /proc/sys/…`) or, where the line declares the name of a setting, by the `value` of that declaration.
 * Lines that are comments are left out. Templates around and inside do no harm. Never throws.
 */
export function findEmbeddedSettings(text: string): Generator<Assignment, undefined> {
  return findSettingsInLines(linesOf(text));
}

/** The settings in some lines of a text; spans are those of the text. */
export function* findSettingsInLines(lines: readonly TextLine[]): Generator<Assignment, undefined> {
  for (const [index, line] of lines.entries()) {
    const whole = { start: line.start, end: line.start + line.text.length };
    const attribute = findChefAttribute(line.text);
    if (attribute) {
      const { name, key, value } = attribute;
      yield { kind: "assignment", ...whole, key: shifted(key, line.start), name, value: shifted(value, line.start), ignoresErrors: false }; // prettier-ignore
      continue;
    }
    if (isComment(line.text) || !mayHoldKey(line.text) || isAttributePath(line.text)) continue;
    for (const mention of findMentions(line.text)) {
      const value = valueOf(mention, lines, index);
      if (!value) continue;
      const place = containerOf(lines, index, mention.key.start);
      const key = shifted(mention.key, line.start);
      yield { kind: "assignment", ...whole, key, value, ignoresErrors: false, ...(place && { place }) };
    }
  }
}

/** So many lines around a line tell all that can be known of a setting on it. */
export const linesAround = farthestValue + 1;

/** The lines of a text, or of a part of it. */
export function linesOf(text: string, { start, end }: Span = { start: 0, end: text.length }): readonly TextLine[] {
  let at = start;
  return text
    .slice(start, end)
    .split("\n")
    .map((line) => {
      const found = { start: at, text: line };
      at += line.length + 1;
      return found;
    });
}

function isComment(line: string): boolean {
  return /^\s*(?:#(?!!)|\/\/|;|--\s)/.test(line);
}

/** `kernel.sysrq = "sak";` in Nix: an option of a module, as the dots of a sysctl stand between quotes there. */
function isAttributePath(line: string): boolean {
  return /^\s*[a-z]+(?:\.[\w-]+)+ = [^;]*;\s*$/.test(line);
}

function shifted({ start, end }: Span, by: Offset): Span {
  return { start: start + by, end: end + by };
}

function valueOf(mention: Mention, lines: readonly TextLine[], index: number): Span | undefined {
  const line = lines[index];
  if (!line) return undefined;
  const { start, end } = mention.key;
  const from = Math.max(0, start - reach);
  const before = line.text.slice(from, start);
  const behind = line.text.slice(end, end + longestValue);
  if (onlyLooks(before)) return undefined;
  if (/^\s*-\s+["']?$/.test(before) && /^["']?\s*$/.test(behind)) return valueOfLoop(lines, index);
  if (!declaresName(before, behind)) return mention.value && shifted(mention.value, line.start);
  if (removes.test(behind)) return undefined;
  const sameLine = declaredValue(behind);
  if (sameLine) return shifted(sameLine, line.start + end);
  const ahead = /\{[^}]*$/.test(before) ? declaredValue(before) : undefined;
  if (ahead) return shifted(ahead, line.start + from);
  return (
    valueAbove(lines, index) ?? (closesBlock(behind) ? undefined : valueBelow(lines, index, /\bdo\s*$/.test(behind)))
  );
}

/** An item of the list a task loops over, `name: "{{ item }}"` with one value for all. */
function valueOfLoop(lines: readonly TextLine[], index: number): Span | undefined {
  let value: Span | undefined;
  let isNamed = false;
  for (let at = index - 1; at >= 0 && index - at <= farthestValue; at--) {
    const text = headOf(lines[at]);
    if (text.trim() === "") break;
    isNamed ||= /\bname\s*[:=]\s*["']?\{\{\s*item\s*\}\}/.test(text);
    const found = /^\s*(?:-\s+)?val(?:ue)?\s*:/.test(text) || isNamed ? declaredValue(text) : undefined;
    value ??= found && shifted(found, lines[at]?.start ?? 0);
    if (isNamed && value) return value;
  }
  return undefined;
}

/** A test, a search or news of its removal, not the setting; `sed '$a …'` appends it. */
function onlyLooks(before: string): boolean {
  return /\b(?:grep|egrep|awk|[Rr]emove[sd]?|[Rr]emoving)\b|\bsed\b(?!.*\$a)|(?:^|[\s;&|])\[\[?\s[^\]]*$/.test(before);
}

/** The declaration takes the setting away. */
const removes = /\baction\s+:(?:remove|delete)\b|\bensure["']?\s*=>\s*["']?absent\b|\bstate\s*[:=]\s*["']?absent\b/;

function closesBlock(text: string): boolean {
  return text.includes("}") && !text.includes("{");
}

/** The value of a declaration that goes on below its name. */
function valueBelow(lines: readonly TextLine[], index: number, isRuby: boolean): Span | undefined {
  const indent = indentOf(headOf(lines[index]));
  let value: Span | undefined;
  for (const next of lines.slice(index + 1, index + 1 + farthestValue)) {
    const text = headOf(next);
    if (text.trim() === "" || isComment(text)) continue;
    if (removes.test(text)) return undefined;
    if (/^\s*(?:end\b|[}\]])/.test(text)) return value;
    const found = /^\s*(?:-\s+)?["']?val(?:ue)?\b/.test(text) ? declaredValue(text, isRuby) : undefined;
    if (found) value = shifted(found, next.start);
    // Another item, or the end of the map the name stands in.
    else if (!isRuby && (indentOf(text) < indent || (indentOf(text) === indent && /^\s*-\s/.test(text)))) return value;
    if (value && !isRuby) return value;
  }
  return value;
}

function indentOf(text: string): number {
  return /^\s*/.exec(text)?.[0].length ?? 0;
}

/** A list item may begin with its value; its name then stands below, not at a dash of its own. */
function valueAbove(lines: readonly TextLine[], index: number): Span | undefined {
  const above = lines[index - 1];
  const below = headOf(lines[index]);
  if (!above || /^\s*-/.test(below) || !/^\s*-\s+["']?value["']?\s*:/.test(headOf(above))) return undefined;
  const value = declaredValue(headOf(above));
  const keyColumn = (text: string): number => /^[\s-]*/.exec(text)?.[0].length ?? 0;
  return value && keyColumn(headOf(above)) === keyColumn(below) ? shifted(value, above.start) : undefined;
}

/** `name: KEY`, `name = "KEY"`, `sysctl_param 'KEY' do`, `sysctl { 'KEY':` and Salt's `KEY:` over `sysctl.present:`. */
function declaresName(before: string, behind: string): boolean {
  if (/\b(?:name|key|param|parameter|setting)["']?\s*(?::|=>|=)\s*["']?$/.test(before)) return true;
  // Not `--sysctl 'KEY=VALUE'`, an argument in quotes.
  if (/\b\w*sysctl\w*(?:::\w+)*\s*(?:\{\s*)?["']$/.test(before) && !behind.startsWith("=")) return true;
  if (/^["']?\s*:\s*(?:value|ensure|comment|target)\s*=>/.test(behind)) return true;
  return /^\s*["']?$/.test(before) && /^["']?:\s*$/.test(behind);
}

/** `value: 1`, `value => '1'`, `value = "1"`, `val: 1`, `value="1 2"` (Ansible's one line), and `value 1` in Ruby. */
function declaredValue(text: string, isRuby = false): Span | undefined {
  const pattern = isRuby ? rubyValue : plainValue;
  const match = pattern.exec(text);
  const at = match?.indices?.[1] ?? match?.indices?.[2] ?? match?.indices?.[3];
  return at && at[0] < at[1] ? { start: at[0], end: at[1] } : undefined;
}

const operand = String.raw`(?:"([^"]*)"|'([^']*)'|([^\s"'#,;}][^#,;}]*?))(?=\s*(?:$|[#,;}]|\s\w+=))`;
const plainValue = new RegExp(String.raw`(?:^|[\s,{;'"-])val(?:ue)?["']?\s*(?::|=>|=)\s*${operand}`, "d");
const rubyValue = new RegExp(String.raw`(?:^|\s)value(?:\s*=>?\s*|\s+|\()${operand}`, "d");
