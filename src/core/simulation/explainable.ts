import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";

/** The name by which a figure of a run is explained: a sysctl or a counter; `undefined` for the scenario's own words. */
export function explainableName(knowledge: Knowledge, name: string): string | undefined {
  // Words without a dot are the scenario's own.
  if (!name.includes(".")) return undefined;
  const spellings = [name, name.replace(".", ""), name.replace(/^softnet\./, "softnet_stat:")];
  return spellings.find((one) => knowledge.find(parseSysctlName(one)) ?? knowledge.dumps().find(one).length > 0);
}
