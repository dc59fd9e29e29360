import { findEmbeddedSettings } from "./embeddedSettings";
import { findMentions, reach } from "./mentions";
import {
  parseSysctlConf,
  splitWords,
  textOf,
  type Assignment,
  type Offset,
  type Span,
  type SysctlLine,
} from "./sysctlConf";
import { isTunedProfile, parseTunedProfile } from "./tunedProfile";
import { findYamlSettings } from "./yamlSettings";
import { isYaml } from "./yamlText";

/** How a file writes its settings; `embedded` is a syntax of its own in which they stand. */
export type Dialect = "sysctl.conf" | "tuned" | "embedded";

/** A text taken for one dialect. */
export interface SettingsText {
  readonly dialect: Dialect;
  readonly lines: Iterable<SysctlLine>;
}

const embedding =
  /\.(?:ya?ml|json|jsonc|toml|nix|tf|tfvars|hcl|sh|bash|zsh|ksh|py|rb|pp|sls|md|markdown|rst|adoc|txt|mk|service|j2|jinja2?|tpl|tmpl|erb|epp|ps1|go|ts|js|rs|groovy|xml|html)$|(?:^|[/\\])[^/\\]*(?:Dockerfile|Containerfile|Makefile|Jenkinsfile|Vagrantfile|Justfile|user-data|cloud-config)[^/\\]*$/i;
const ownFiles =
  /(?:^|[/\\])(?:sysctl\.conf|sysctl\.d[/\\][^/\\]*\.conf)(?:\.j2|\.tpl|\.tmpl|\.erb|\.epp)?$|\.sysctl$/i;

/** Distributions put a README.sysctl into sysctl.d: prose, whatever its name says. */
export function isReadme(file: string): boolean {
  return /(?:^|[/\\])README[^/\\]*$/i.test(file);
}

/** The settings of a text stand in another syntax. */
export function isEmbedded(text: string, file = ""): boolean {
  return isReadme(file) || (!ownFiles.test(file) && (embedding.test(file) || isForeign(text, file)));
}

/** Recognises the dialect of a text, by the name of its file where that says it, else by what stands in it. */
export function readSettings(text: string, file = ""): SettingsText {
  if (isEmbedded(text, file)) {
    return { dialect: "embedded", lines: isYaml(text, file) ? findYamlSettings(text) : findEmbeddedSettings(text) };
  }
  return isTunedProfile(text)
    ? { dialect: "tuned", lines: parseTunedProfile(text) }
    : { dialect: "sysctl.conf", lines: parseSysctlConf(text) };
}

/** A word of a setting's value, or its key where no word is named. */
export interface SettingElement {
  readonly setting: Assignment;
  readonly span: Span;
  readonly word?: number | undefined;
}

/** The key or the word of a value at a place, among settings of a text; `undefined` where there is none. */
export function elementAt(text: string, settings: Iterable<Assignment>, at: Offset): SettingElement | undefined {
  for (const setting of settings) {
    if (setting.key.start <= at && at <= setting.key.end) return { setting, span: setting.key };
    if (at < setting.value.start || setting.value.end < at) continue;
    const words = splitWords(text, setting.value);
    const word = words.findIndex(({ start, end }) => start <= at && at <= end);
    const span = words[word];
    if (span) return { setting, span, word };
  }
  return undefined;
}

/** Whether the name of a file says that settings may stand in it. */
export function mayHoldSettings(file: string): boolean {
  return ownFiles.test(file) || embedding.test(file) || /(?:^|[/\\])tuned\.conf$/.test(file);
}

/** Begins as a program, other than one for sysctl(8) itself, or has little to do with settings. */
function isForeign(text: string, file: string): boolean {
  return /^#!(?!.*\bsysctl\b)/.test(text) || (file !== "" && !isTunedProfile(text) && !speaksOfKeys(text));
}

/** So many lines tell what a file is about. */
const enoughLines = 300;

/** A good part of the lines name keys, however wrong they are. */
function speaksOfKeys(text: string): boolean {
  let named = 0;
  let others = 0;
  for (const line of parseSysctlConf(text)) {
    if (line.kind === "blank" || line.kind === "comment") continue;
    const isDotted = line.kind === "assignment" && /^[\w-]+[./]\S+$/.test(textOf(text, line.key).slice(0, reach));
    if (isDotted || findMentions(text.slice(line.start, Math.min(line.end, line.start + reach))).length > 0) named++;
    else others++;
    if (named + others === enoughLines) break;
  }
  return others < 3 || others <= 2 * named;
}
