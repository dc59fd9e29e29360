import { defaultsOf, write, type FileSetting } from "../../core/simulation/settings";
import type { Knowledge } from "../../core/knowledge/knowledge";
import type { ParameterSpec, ScenarioLibrary } from "../../core/simulator/scenario/types";

/** What parameters have when nobody sets them: the scenario's default; of sysctls, what a file sets or the kernel has. */
export function presetOf(
  { machine }: ScenarioLibrary,
  knowledge: Knowledge,
  kernel: string,
  lines: readonly FileSetting[] = [],
): (parameter: ParameterSpec) => string {
  const defaultOf = defaultsOf(knowledge, kernel);
  return (parameter) => {
    if (parameter.type !== "sysctl") return String(parameter.default ?? "");
    const { name } = parameter;
    const line = lines.find((one) => one.name === name);
    const written = line && write(knowledge, kernel, name, line.value);
    if (written && "stored" in written) return written.stored;
    return machine.defaults[name] ?? defaultOf(name) ?? "";
  };
}
