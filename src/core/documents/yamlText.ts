import type { Offset, Span } from "./sysctlConf";

const yamlFile =
  /\.(?:ya?ml|sls)(?:\.(?:j2|jinja2?|tpl|tmpl|erb|epp|gotmpl))?$|(?:^|[/\\])(?:user-data|cloud-config)[^/\\.]*$/i;
const yamlLanguage = /^(?:yaml|dockercompose|github-actions-workflow|helm|ansible|kubernetes|salt|sls)$/;

/** Whether a text is YAML: its file name says so, the editor does, or cloud-init's header. */
export function isYaml(text: string, file: string, language = ""): boolean {
  // User data may be a script, a Salt state a Python program.
  if (/^\uFEFF?#!(?!.*yaml)/.test(text)) return false;
  return yamlFile.test(file) || yamlLanguage.test(language) || /^\uFEFF?#cloud-config[ \t]*(?:\r?\n|$)/.test(text);
}

const openings = /\{\{|\{%|\{#|<%|%\{/g;
const closings: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>", "%{": "}" };

/** Go templates and Jinja that steer what is written and write nothing themselves. */
const steering =
  /^(?:\{[%#]|%\{|<%(?!=))|^\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|template|include|toYaml|tpl|break|continue)\b|\$\w+\s*:?=)/;

export interface MaskedText {
  /** Of the same length and lines as the text; its templates are harmless to a YAML parser. */
  readonly masked: string;
  /** `{% … %}`, which may set variables. */
  readonly statements: readonly Span[];
}

/** So much of the rest of a line is looked at. */
const farthest = 300;
const furtherTemplates =
  /^[ \t\r]*(?:(?:\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{#[^{}\n]*#\}|<%[^<>\n]*%>|%\{[^{}\n]*\})[ \t\r]*)*(?:\n|$)/;

/**
 * Takes the templates (Go, Jinja, ERB, Terraform) out of a text: a line of nothing else becomes blank, unless it is the value of
 * the line above; other templates become words. A template that does not end is left alone.
 */
export function maskTemplates(text: string): MaskedText {
  const open = new Set(Object.keys(closings));
  const statements: Span[] = [];
  let masked = "";
  let done: Offset = 0;
  openings.lastIndex = 0;
  for (let match = openings.exec(text); match; match = openings.exec(text)) {
    const [opening] = match;
    if (!open.has(opening)) continue;
    const close = text.indexOf(closings[opening] ?? "", match.index + 2);
    if (close === -1) {
      open.delete(opening);
      continue;
    }
    const end = close + 2;
    if (opening === "{%") statements.push({ start: match.index, end });
    const word = isBlank(text, match.index, end) ? " " : "x";
    masked += text.slice(done, match.index) + text.slice(match.index, end).replace(/\S/g, word);
    done = openings.lastIndex = end;
  }
  return { masked: masked + text.slice(done), statements };
}

/** Whether a template writes nothing, or nothing that belongs to the structure around it. */
function isBlank(text: string, start: Offset, end: Offset): boolean {
  let lineStart = start;
  while (lineStart > 0 && /[ \t]/.test(text[lineStart - 1] ?? "")) lineStart--;
  // Behind another template.
  const isFirst = lineStart === 0 || text[lineStart - 1] === "\n";
  if (!isFirst && !/[}>]/.test(text[lineStart - 1] ?? "")) return false;
  if (!furtherTemplates.test(text.slice(end, end + farthest))) return false;
  const above = text.slice(Math.max(0, lineStart - 40), lineStart);
  return !isFirst || steering.test(text.slice(start, end)) || !/(?::|[>|][-+0-9]*)\s*$/.test(above);
}
