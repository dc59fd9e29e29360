import { isBlank, parseSysctlConf, type Assignment, type Offset, type SysctlLine } from "./sysctlConf";

const sectionHeader = /^\[([^\]]*)\]/;

/**
 * The settings of a TuneD profile: the lines of `[sysctl]` and `[sysctl.NAME]` that name a key. TuneD's own options
 * stand there as well, but a sysctl has a separator in its name. A value's span leaves out what TuneD takes off
 * before it writes: quotes, a leading `>` or `<` (raise or lower only) and a comment behind it.
 */
export function* parseTunedProfile(text: string): Generator<SysctlLine, undefined> {
  let inside = false;
  for (const line of parseSysctlConf(text)) {
    if (line.kind === "malformed") {
      const header = sectionHeader.exec(text.slice(line.content.start, line.content.end));
      if (header) inside = /^sysctl(\.|$)/.test(header[1] ?? "");
    } else if (inside && line.kind === "assignment" && /[./]/.test(text.slice(line.key.start, line.key.end))) {
      yield { ...line, value: unwrap(text, line), isConditional: /[<>]/.test(text[line.value.start] ?? "") };
    }
  }
}

/** The first line that says something is a section header: only TuneD's files begin so. */
export function isTunedProfile(text: string): boolean {
  for (const line of parseSysctlConf(text)) {
    if (line.kind === "blank" || line.kind === "comment") continue;
    return line.kind === "malformed" && sectionHeader.test(text.slice(line.content.start, line.content.end));
  }
  return false;
}

function unwrap(text: string, { value }: Assignment): { start: Offset; end: Offset } {
  let { start, end } = value;
  for (let at = start + 1; at < end; at++) {
    if (text[at] === "#" && isBlank(text.charCodeAt(at - 1))) {
      end = at;
      while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
    }
  }
  if (end - start > 1 && (text[start] === ">" || text[start] === "<")) start++;
  if (end - start > 1 && text[start] === '"' && text[end - 1] === '"') {
    start++;
    end--;
  }
  return { start, end };
}
