import * as vscode from "vscode";
import { write } from "../../core/simulation/settings";
import type { Knowledge } from "../../core/knowledge/knowledge";
import { ScenarioError, valueOf } from "../../core/simulator/scenario/parameters";
import type { ParameterSpec, Scenario } from "../../core/simulator/scenario/types";

/** Values by parameter, as written; what is not in it has its default. */
type Values = Readonly<Record<string, string>>;

interface ParameterContext {
  readonly knowledge: Knowledge;
  readonly kernel: string;
  /** What a parameter has when nobody sets it. */
  readonly presetOf: (parameter: ParameterSpec) => string;
  /** Goes on in the panel instead, with what is chosen so far. */
  readonly openPanel?: (values: Values) => Promise<void>;
}

/** Shows the parameters of a scenario until it is to be run. `undefined` when that was given up. */
export async function pickParameters(
  { title, parameters }: Scenario,
  chosen: Values,
  context: ParameterContext,
): Promise<Values | undefined> {
  for (let values = chosen; ;) {
    const run = { label: `$(play) ${vscode.l10n.t("Run")}`, parameter: undefined };
    const panel = { label: `$(beaker) ${vscode.l10n.t("Open in the simulator panel")}`, parameter: undefined };
    const rows = parameters.map((parameter) => {
      const { name, meaning } = parameter;
      const value = values[name] ?? context.presetOf(parameter);
      return { label: name, description: `${value === "" ? "–" : value}${name in values ? " $(edit)" : ""}`, detail: meaning, parameter };
    }); // prettier-ignore
    const placeHolder = vscode.l10n.t("Run it, or choose a parameter to change");
    const picked = await vscode.window.showQuickPick([run, ...(context.openPanel ? [panel] : []), ...rows], {
      title,
      placeHolder,
      matchOnDetail: true,
    });
    if (!picked) return undefined;
    if (picked === panel) {
      await context.openPanel?.(values);
      return undefined;
    }
    if (!picked.parameter) return values;
    const value = await askFor(picked.parameter, values[picked.parameter.name], context);
    if (value !== undefined) values = { ...values, [picked.parameter.name]: value };
  }
}

function askFor(
  parameter: ParameterSpec,
  value: string | undefined,
  context: ParameterContext,
): Thenable<string | undefined> {
  const { name, meaning } = parameter;
  const choices = choicesOf(parameter);
  if (choices) return vscode.window.showQuickPick(choices, { title: name, placeHolder: meaning });
  return vscode.window.showInputBox({
    title: name,
    prompt: meaning,
    value: value ?? context.presetOf(parameter),
    validateInput: (text) => mistakeIn(parameter, text, context),
  });
}

function choicesOf(parameter: ParameterSpec): readonly string[] | undefined {
  if (parameter.type === "choice") return parameter.choices;
  return parameter.type === "flag" ? ["yes", "no"] : undefined;
}

/** What is wrong with a value; `undefined` for nothing. */
export function mistakeIn(
  parameter: ParameterSpec,
  text: string,
  { knowledge, kernel }: Pick<ParameterContext, "knowledge" | "kernel">,
): string | undefined {
  if (parameter.type === "sysctl") {
    const written = write(knowledge, kernel, parameter.name, text);
    return "refused" in written ? written.refused : undefined;
  }
  try {
    valueOf(parameter, text);
    return undefined;
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
}
