import type { SettingRule } from "./judgedSetting";
import { conntrackMemory } from "./rules/conntrack";
import { containerSetting } from "./rules/containers";
import { fewEphemeralPorts } from "./rules/ephemeralPorts";
import { fewOpenFiles } from "./rules/limits";
import { portRangeParity } from "./rules/ports";
import { smallTimeWaitTable } from "./rules/tcp";
import { changedValue, refusedValue, tripleOrder, wrongArity } from "./rules/values";
import { needsModule, storedAction } from "./rules/uses";

/** What is judged of each setting on its own; the order is that of the findings. */
export const settingRules: readonly SettingRule[] = [
  refusedValue,
  wrongArity,
  storedAction,
  needsModule,
  changedValue,
  tripleOrder,
  portRangeParity,
  fewEphemeralPorts,
  smallTimeWaitTable,
  conntrackMemory,
  fewOpenFiles,
  containerSetting,
];
