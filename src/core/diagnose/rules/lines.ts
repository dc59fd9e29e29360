import type { Assignment, MalformedLine, Span } from "../../documents/sysctlConf";
import { inlineCode } from "../../explain/markdown";
import { holdsTemplate } from "../../writes/predictWrite";
import type { MessageValues, Report } from "../finding";
import { unseenCharacter } from "./characters";

/** A way to write a line that loaders read otherwise than people do. */
interface LineSlip {
  readonly code: string;
  readonly span: Span;
  readonly values?: MessageValues;
}

const command = /^(?:sudo[ \t]+)?(?:sysctl|echo|printf|cat|tee|export|set|modprobe|ulimit)[ \t]/;
const include = /^(?:[.@!#]?include(?:dir)?|source|\.)[ \t=]/i;
const foreignComment = /^(?:\/\/|\/\*|\*\/|<!--|rem[ \t]|!)/i;
// `key: value`, also with a dash in front as in a YAML list.
const colon = /^(?:-[ \t]+)?["']?(?:abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm)(?:[./][\w*-]+)+["']?[ \t]*:(?:[ \t]|$)/; // prettier-ignore

/** Reads the lines of a file of settings in their order and reports what each is instead of one. */
export class LineSlips {
  /** The line before ended with a backslash, so this one was meant to belong to it. */
  #isContinued = false;

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {}

  /** Reports why a line sets nothing; what continues a reported line is part of that mistake. */
  malformed({ content, reason }: MalformedLine): void {
    const written = this.text.slice(content.start, content.end);
    if (holdsTemplate(written)) return;
    const wasContinued = this.#isContinued;
    this.#isContinued = wasContinued && written.endsWith("\\");
    if (wasContinued && reason === "no-equals-sign") return;
    const { code, span, values } = slipOfMalformed(written, content) ?? { code: `sysctl/${reason}`, span: content };
    this.report(code, span, values ?? { content: inlineCode(written) });
  }

  /** Reports a slip in a line with an equals sign; answers whether the line is to be judged any further. */
  assignment({ key, value }: Assignment): boolean {
    const written = this.text.slice(key.start, key.end);
    const slip = slipOfKey(written, key) ?? slipOfSign(this.text.slice(value.start, value.end), value);
    const isSlip = slip !== undefined && !holdsTemplate(this.text.slice(key.start, value.end));
    this.#isContinued = isSlip && slip.code === "sysctl/continued-line";
    if (isSlip) this.report(slip.code, slip.span, slip.values ?? { content: inlineCode(written) });
    return !isSlip;
  }

  /** A blank line or a comment ends what a backslash began. */
  other(): void {
    this.#isContinued = false;
  }
}

function slipOfMalformed(written: string, content: Span): LineSlip | undefined {
  const character = slipOfCharacter(written, content);
  if (character) return character;
  if (/^\[[^\]]*\]$/.test(written)) return { code: "sysctl/section-header", span: content };
  if (include.test(written)) return { code: "sysctl/include-line", span: content };
  if (command.test(written)) return { code: "sysctl/shell-command", span: content };
  if (foreignComment.test(written)) return { code: "sysctl/foreign-comment", span: content };
  if (colon.test(written)) return { code: "sysctl/colon-for-equals", span: content };
  return undefined;
}

/** A key as nearly all are written. */
const plainKey = /^(?!proc\/)[a-z][\w./*-]*$/;

function slipOfKey(written: string, key: Span): LineSlip | undefined {
  if (plainKey.test(written)) return undefined;
  const character = slipOfCharacter(written, key);
  if (character) return character;
  if (/^["'`“‘]/.test(written)) return { code: "sysctl/quoted-line", span: key };
  if (command.test(written)) return { code: "sysctl/shell-command", span: key };
  if (/^\/?proc\/sys\//.test(written)) return { code: "sysctl/path-for-key", span: key };
  if (/[^:+?!][:+?!]$/.test(written)) return { code: "sysctl/assignment-operator", span: key };
  return undefined;
}

/** What stands between the sign and the value, or ends the line as only other formats do. */
function slipOfSign(written: string, value: Span): LineSlip | undefined {
  if (/^[=>]/.test(written)) return { code: "sysctl/assignment-operator", span: value };
  if (written.endsWith("\\")) return { code: "sysctl/continued-line", span: { start: value.end - 1, end: value.end } };
  return undefined;
}

function slipOfCharacter(written: string, span: Span): LineSlip | undefined {
  const found = unseenCharacter(written);
  // Behind a comment sign, or inside a sentence, it does no harm of its own.
  if (!found || (found.code === "sysctl/full-width-character" && !looksLikeSetting(written))) return undefined;
  const start = span.start + found.at;
  return { code: found.code, span: { start, end: start + 1 }, values: { character: found.name } };
}

/** Begins with the name of a key, so that a character behind it stands for a sign of the format. */
function looksLikeSetting(written: string): boolean {
  return /^(?:abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm)[./．。]\w/.test(written);
}
