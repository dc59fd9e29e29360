import { readPortRange } from "../../core/simulator/scenario/portRange";
import { LabError } from "./labError";

/** A number with bounds; without a default it may be left empty. */
interface IntegerParameter {
  readonly kind: "integer";
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number;
}

/** A figure with up to three decimals. */
interface DecimalParameter {
  readonly kind: "decimal";
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** Yes or no, as 1 or 0; no unless said. */
interface FlagParameter {
  readonly kind: "flag";
}

/** One of some words; the first is the default. */
interface ChoiceParameter {
  readonly kind: "choice";
  readonly choices: readonly [string, ...string[]];
}

/** A range of ports such as `1024-2047`, or one; may be left empty. */
interface PortsParameter {
  readonly kind: "ports";
}

/**
 * A key of the kernel, by its own name. One of the namespace is written there; one that exists once for the machine
 * (or that a namespace may only read) is never written, and has to be what the machine has.
 */
interface SysctlParameter {
  readonly kind: "sysctl";
  readonly scope: "namespace" | "machine";
}

export type Parameter =
  IntegerParameter | DecimalParameter | FlagParameter | ChoiceParameter | PortsParameter | SysctlParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

/** Values by parameter; `undefined` was left empty, or is not visible from here. */
export type Values = Readonly<Record<string, number | string | undefined>>;

const integer = /^-?\d{1,15}$/;
const flagWords: Readonly<Record<string, number | undefined>> = { "0": 0, no: 0, false: 0, "1": 1, yes: 1, true: 1 };
const decimal = /^\d{1,9}(\.\d{1,3})?$/;

/** The words of `--set NAME=VALUE` as a record. Throws `LabError` for what is no such word, and for a name given twice. */
export function parseSettings(words: readonly string[]): Readonly<Record<string, string>> {
  const settings = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw new LabError(`--set ${word}: NAME=VALUE is needed`);
    const name = word.slice(0, at).trim();
    if (settings.has(name)) throw new LabError(`--set ${name}: given twice`);
    settings.set(name, word.slice(at + 1).trim());
  }
  return Object.fromEntries(settings);
}

/**
 * Checks settings against the parameters of a scenario and fills in its defaults; those of sysctls are the kernel's and
 * stay `undefined` here. Throws `LabError` for unknown names and for values out of bounds.
 */
export function readValues(parameters: Parameters, settings: Readonly<Record<string, string>>): Values {
  for (const name of Object.keys(settings))
    if (!Object.hasOwn(parameters, name))
      throw new LabError(`no parameter ${name}; there are: ${Object.keys(parameters).join(", ")}`);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, readValue(name, parameter, settings[name])]),
  );
}

function readValue(name: string, parameter: Parameter, text: string | undefined): number | string | undefined {
  switch (parameter.kind) {
    case "choice":
      if (text === undefined) return parameter.choices[0];
      if (!parameter.choices.includes(text))
        throw new LabError(`${name}=${text}: one of ${parameter.choices.join(", ")} is needed`);
      return text;
    case "integer": {
      if (text === undefined || (text === "" && parameter.default === undefined)) return parameter.default;
      const { minimum, maximum } = parameter;
      const value = Number(text);
      if (!integer.test(text) || value < minimum || value > maximum)
        throw new LabError(`${name}=${text}: a whole number from ${minimum} to ${maximum} is needed`);
      return value;
    }
    case "flag": {
      const value = text === undefined ? 0 : flagWords[text.toLowerCase()];
      if (value === undefined) throw new LabError(`${name}=${text}: 0 (no) or 1 (yes) is needed`);
      return value;
    }
    case "decimal": {
      if (text === undefined) return parameter.default;
      const { minimum, maximum } = parameter;
      const value = Number(text);
      if (!decimal.test(text) || value < minimum || value > maximum)
        throw new LabError(`${name}=${text}: a number from ${minimum} to ${maximum} is needed`);
      return value;
    }
    case "ports":
      if (text === undefined || text === "") return undefined;
      if (!readPortRange(text)) throw new LabError(`${name}=${text}: a range of ports such as 1024-2047 is needed`);
      return text;
    case "sysctl":
      if (text === undefined) return undefined;
      if (!/^(-?\d[\d\s,-]*)?$/.test(text)) throw new LabError(`${name}=${text}: a whole number is needed`);
      return readSysctlValue(text);
  }
}

/** What a sysctl reads or is to be: a number where it is one, else its words with one blank between them. */
export function readSysctlValue(text: string): number | string {
  const words = text.trim().replace(/\s+/g, " ");
  return integer.test(words) ? Number(words) : words;
}
