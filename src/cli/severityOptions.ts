import { closest } from "fastest-levenshtein";
import { namesRule, severities, type SeverityLevels } from "../core/diagnose/severities";
import type { Rule, Severity } from "../core/knowledge/types";
import { UsageError, type Options } from "./command";

/** The word of a severity in an option: `info` is short for `information`. */
function readSeverity(word: string): Severity | undefined {
  return severities.find((severity) => severity === (word === "info" ? "information" : word));
}

/** The severities that make the exit status 1: from the one of `--fail-on` upwards, all but hints by default. */
export function failingSeverities(options: Options): ReadonlySet<Severity> {
  const word = options["fail-on"] ?? "information";
  const least = readSeverity(word);
  if (!least) throw new UsageError(`--fail-on ${word}: one of ${severities.join(", ")} is needed`);
  return new Set(severities.slice(0, severities.indexOf(least) + 1));
}

/** What each `--rule CODE=SEVERITY` says; of two for one code, the later. */
export function ruleLevels(options: Options, rules: readonly Rule[]): SeverityLevels {
  return Object.fromEntries((options.rule ?? []).map((text) => readRule(text, rules)));
}

function readRule(text: string, rules: readonly Rule[]): readonly [string, Severity | "off"] {
  const [code = "", word, ...rest] = text.split("=");
  if (word === undefined || rest.length > 0) throw new UsageError(`--rule ${text}: CODE=SEVERITY is needed`);
  const severity = word === "off" ? word : readSeverity(word);
  if (!severity) throw new UsageError(`--rule ${text}: one of off, ${severities.join(", ")} is needed`);
  if (!namesRule(code, rules)) {
    const near = closest(code.slice(0, 100), rules.map((rule) => rule.code)); // prettier-ignore
    throw new UsageError(`--rule ${text}: there is no rule ${code}; close to it: ${near}`);
  }
  return [code, severity];
}
