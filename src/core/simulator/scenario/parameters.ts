import { readPortRange } from "./portRange";
import type { ParameterSpec, Scenario } from "./types";

/** A value that stands in a scenario, or `$name` for a parameter of it. */
export type Ref<Value> = Value | `$${string}`;

/** A scenario cannot run like this; the message is for the user. */
export class ScenarioError extends Error {}

/** What a name of the scenario stands for. Throws where there is nothing. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ScenarioError(`the scenario has no ${what}`);
  return value;
}

export type ParameterValue = number | string | undefined;

/** The chosen values of a scenario's parameters. */
export class Parameters {
  constructor(private readonly values: ReadonlyMap<string, ParameterValue>) {}

  /** For the result: `null` is a parameter left empty. */
  get record(): Readonly<Record<string, number | string | null>> {
    return Object.fromEntries([...this.values].map(([name, value]) => [name, value ?? null]));
  }

  /** The value itself, or that of the parameter it names. Throws for a name the scenario does not have. */
  resolve(value: Ref<number> | undefined): number | undefined;
  resolve<Choice extends string>(value: Ref<Choice>): Choice;
  resolve(value: number | string | undefined): ParameterValue {
    if (typeof value !== "string" || !value.startsWith("$")) return value;
    const name = value.slice(1);
    if (!this.values.has(name)) throw new ScenarioError(`the scenario uses ${value}, which is none of its parameters`);
    return this.values.get(name);
  }

  /** As text, numbers too; one left empty is empty. */
  text(value: number | string): string {
    const chosen = typeof value === "string" && value.startsWith("$") ? this.values.get(value.slice(1)) : value;
    return chosen === undefined ? "" : String(chosen);
  }

  /** Like `resolve`, for what cannot be left empty. */
  number(value: Ref<number>): number {
    const number = this.resolve(value);
    if (typeof number !== "number") throw new ScenarioError(`${value.toString().replace("$", "")}: a number is needed`);
    return number;
  }
}

/** Checks what a user has set. Throws `ScenarioError` for a name, a type or a figure that does not fit. */
export function readParameters(
  scenario: Scenario,
  set: ReadonlyMap<string, string>,
  sysctl: (name: string) => string,
): Parameters {
  for (const name of set.keys()) {
    if (scenario.parameters.some((parameter) => parameter.name === name)) continue;
    const names = scenario.parameters.map((parameter) => parameter.name).join(", ");
    throw new ScenarioError(`${scenario.id} has no parameter ${name}; there are: ${names}`);
  }
  return new Parameters(
    new Map(
      scenario.parameters.map((parameter) => [
        parameter.name,
        parameter.type === "sysctl" ? asNumber(sysctl(parameter.name)) : valueOf(parameter, set.get(parameter.name)),
      ]),
    ),
  );
}

/** Sysctls of one number are numbers, others texts with one blank between words. */
function asNumber(text: string): number | string {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** What a text gives a parameter; left out, its default. Throws `ScenarioError` for what does not fit. */
export function valueOf(
  parameter: Exclude<ParameterSpec, { type: "sysctl" }>,
  text: string | undefined,
): ParameterValue {
  if (text === undefined) return parameter.default;
  if (parameter.type === "choice") {
    if (parameter.choices.includes(text)) return text;
    throw new ScenarioError(`${parameter.name}=${text}: one of ${parameter.choices.join(", ")} is needed`);
  }
  if (parameter.type === "ports") return portsOf(parameter.name, text);
  if (parameter.type === "flag") return flagOf(parameter.name, text);
  if (text === "" && parameter.default === undefined) return undefined;
  if (parameter.type === "decimal") return decimalOf(parameter, text);
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= parameter.min && number <= parameter.max) return number;
  throw new ScenarioError(
    `${parameter.name}=${text}: a whole number from ${parameter.min} to ${parameter.max} is needed`,
  );
}

const flagWords: Readonly<Record<string, number | undefined>> = { "0": 0, no: 0, false: 0, "1": 1, yes: 1, true: 1 };

function portsOf(name: string, text: string): string | undefined {
  if (text === "") return undefined;
  if (readPortRange(text)) return text;
  throw new ScenarioError(`${name}=${text}: a range of ports such as 1024-2047 is needed`);
}

function flagOf(name: string, text: string): number {
  const value = flagWords[text.toLowerCase()];
  if (value === undefined) throw new ScenarioError(`${name}=${text}: 0 (no) or 1 (yes) is needed`);
  return value;
}

function decimalOf({ name, min, max }: Extract<ParameterSpec, { type: "decimal" }>, text: string): number {
  const number = /^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new ScenarioError(`${name}=${text}: a number from ${min} to ${max} is needed, with up to three decimals`);
}
