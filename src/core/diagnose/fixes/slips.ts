import { parseSysctlLine, type Span } from "../../documents/sysctlConf";
import type { Knowledge } from "../../knowledge/knowledge";
import { parseSysctlName } from "../../knowledge/sysctlName";
import { fill } from "../../knowledge/wording";
import type { Fix } from "./fix";

/** What was meant, by the code of the slip; `undefined` where that is not plain. */
const corrections: Readonly<Record<string, (written: string) => string | undefined>> = {
  "sysctl/assignment-operator": (written) => written.replace(/^[=>]+|[ \t]*[:+?!]$/g, ""),
  "sysctl/colon-for-equals": (written) => written.replace(/^(?:-[ \t]+)?([^:]*[^:\s])[ \t]*:/, "$1 ="),
  "sysctl/comma-between-numbers": (written) => written.replace(/\s*,\s*/g, " ").trim(),
  "sysctl/dash-between-numbers": (written) => written.replace(/\s*[-–—:]\s*/, " "),
  "sysctl/full-width-character": (written) => written.replace(/[\u3001\u3002\uff01-\uff5e]/g, toAscii),
  "sysctl/grouped-digits": (written) => written.replace(/[_',]/g, ""),
  "sysctl/path-for-key": (written) => written.replace(/^\/?proc\/sys\//, ""),
  "sysctl/quoted-value": (written) => /^(["'`“‘])(.*)["'`”’]$/.exec(written)?.[2]?.trim(),
  "sysctl/semicolon-behind-value": (written) => written.replace(/\s*;\s*$/, ""),
  "sysctl/word-for-number": (written) => (/^(?:true|yes|on|enabled?)$/i.test(written) ? "1" : "0"),
};

/** Corrects a slip of the pen. */
export function fixSlip(text: string, code: string, span: Span, knowledge: Knowledge): readonly Fix[] {
  const { wording } = knowledge.data;
  const written = text.slice(span.start, span.end);
  if (code === "sysctl/invisible-character") {
    return [{ title: wording["fix.invisible"], span, text: withoutInvisible(written), isPreferred: true }];
  }
  if (code === "sysctl/comment-behind-value") return moveComment(text, span, wording["fix.commentAbove"]);
  const corrected =
    code === "sysctl/unit-behind-number" ? inBytes(text, span, knowledge) : corrections[code]?.(written);
  if (!corrected || corrected === written) return [];
  return [{ title: fill(wording["fix.replaceKey"], { key: corrected }), span, text: corrected, isPreferred: true }];
}

const narrowing: Readonly<Record<string, string>> = { "\u3001": ",", "\u3002": "." };
/** Between a full-width form and the ASCII character it shows. */
const widthDistance = 0xfee0;

function toAscii(char: string): string {
  return narrowing[char] ?? String.fromCharCode(char.charCodeAt(0) - widthDistance);
}

/** Blanks become plain spaces, characters without width nothing. */
function withoutInvisible(written: string): string {
  return written
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(/[\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g, "");
}

function moveComment(text: string, span: Span, title: string): readonly Fix[] {
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  const line = parseSysctlLine(text, start, span.end);
  // In another syntax a comment may have to look otherwise.
  if (line.kind !== "assignment" || line.value.start !== span.start) return [];
  const written = text.slice(span.start, span.end);
  const at = /[#;]|\/\//.exec(written)?.index ?? written.length;
  const comment = written.slice(at).replace(/^(?:[#;]+|\/+)[ \t]*/, "");
  const setting = text.slice(start, span.start) + written.slice(0, at).trimEnd();
  return [{ title, span: { start, end: span.end }, text: `# ${comment}\n${setting}`, isPreferred: true }];
}

const powers: Readonly<Record<string, bigint>> = { k: 1n, m: 2n, g: 3n, t: 4n };

/** The sizes of a value in bytes, where the key counts those. */
function inBytes(text: string, span: Span, knowledge: Knowledge): string | undefined {
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  const line = parseSysctlLine(text, start, span.end);
  if (line.kind !== "assignment") return undefined;
  const entry = knowledge.find(parseSysctlName(text.slice(line.key.start, line.key.end)));
  if (entry?.value.unit !== "bytes") return undefined;
  const written = text.slice(span.start, span.end);
  const converted = written.replace(
    /\b(\d{1,15})[ \t]?([kmgt])(?:i?b)?(?![\w.])/gi,
    (_, digits: string, prefix: string) => String(BigInt(digits) * 1024n ** (powers[prefix.toLowerCase()] ?? 0n)),
  );
  return /^[\d \t]+$/.test(converted) ? converted : undefined;
}
