import type { SettingRule } from "./judgedSetting";
import { unknownBit, unknownMode } from "./rules/choices";
import { defaultValue, loweredLimit } from "./rules/defaults";
import { listTooLong, portRangeParity } from "./rules/ports";
import { slippedValue } from "./rules/slips";
import { statedRules } from "./rules/stated";
import { conntrackMemory } from "./rules/conntrack";
import { containerSetting } from "./rules/containers";
import { fewEphemeralPorts } from "./rules/ephemeralPorts";
import { fewOpenFiles } from "./rules/limits";
import { smallTimeWaitTable } from "./rules/tcp";
import { changedValue, refusedValue, tripleOrder, wrongArity } from "./rules/values";
import { needsModule, storedAction } from "./rules/uses";

/** What is wrong with a setting on its own; the order is that of the findings. */
export const settingRules: readonly SettingRule[] = [
  slippedValue,
  refusedValue,
  wrongArity,
  storedAction,
  needsModule,
  changedValue,
  tripleOrder,
  portRangeParity,
  listTooLong,
  unknownBit,
  unknownMode,
  fewEphemeralPorts,
  smallTimeWaitTable,
  conntrackMemory,
  fewOpenFiles,
  containerSetting,
];

/** What is worth knowing of a setting with whose value nothing is wrong. */
export const adviceRules: readonly SettingRule[] = [loweredLimit, defaultValue, statedRules];
