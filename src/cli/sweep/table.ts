import type { Scenario } from "../../core/simulator/scenario/types";
import type { Answer } from "./runner";

/** Results as comma-separated values (RFC 4180), with a column for each parameter and each observed figure. */
export class CsvTable {
  private readonly parameters: readonly string[];
  private readonly observed: readonly string[];

  constructor({ parameters, observe }: Scenario) {
    this.parameters = parameters.map(({ name }) => name);
    this.observed = observe.map(({ name }) => name);
  }

  get header(): string {
    return line(["kernel", "seed", ...this.parameters, ...this.observed, "drops", "error"]);
  }

  row(answer: Answer): string {
    const { kernel, seed } = answer;
    if ("error" in answer) {
      const set = this.parameters.map((name) => answer.set[name]);
      return line([kernel, seed, ...set, ...this.observed.map(() => undefined), undefined, answer.error]);
    }
    const params = this.parameters.map((name) => answer.params[name]);
    const figures = this.observed.map((name) => answer.observed[name]);
    const drops = answer.drops.reduce((sum, { count }) => sum + count, 0);
    return line([kernel, seed, ...params, ...figures, drops, undefined]);
  }
}

type Value = number | string | readonly number[] | boolean | null | undefined;

function line(values: readonly Value[]): string {
  return `${values.map(quoted).join(",")}\n`;
}

/** Lists are one column, with blanks between. */
function quoted(value: Value): string {
  const text = Array.isArray(value) ? value.join(" ") : String(value ?? "");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
