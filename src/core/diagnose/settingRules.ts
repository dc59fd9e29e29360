import type { SettingRule } from "./judgedSetting";
import { portRangeParity } from "./rules/ports";
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
];
