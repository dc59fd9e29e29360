import { findEmbeddedSettings } from "./embeddedSettings";
import { parseSysctlConf, type SysctlLine } from "./sysctlConf";
import { isTunedProfile, parseTunedProfile } from "./tunedProfile";

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

/** Recognises the dialect of a text, by the name of its file where that says it, else by what stands in it. */
export function readSettings(text: string, file = ""): SettingsText {
  const isEmbedded = isReadme(file) || (!ownFiles.test(file) && (embedding.test(file) || isScript(text)));
  if (isEmbedded) return { dialect: "embedded", lines: findEmbeddedSettings(text) };
  return isTunedProfile(text)
    ? { dialect: "tuned", lines: parseTunedProfile(text) }
    : { dialect: "sysctl.conf", lines: parseSysctlConf(text) };
}

/** Whether the name of a file says that settings may stand in it. */
export function mayHoldSettings(file: string): boolean {
  return ownFiles.test(file) || embedding.test(file) || /(?:^|[/\\])tuned\.conf$/.test(file);
}

/** Begins as a program, other than one for sysctl(8) itself. */
function isScript(text: string): boolean {
  return /^#!(?!.*\bsysctl\b)/.test(text);
}
