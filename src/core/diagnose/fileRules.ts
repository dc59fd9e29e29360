import type { FileRule } from "./judgedSetting";

/** What is judged of the settings of a file together. */
export const fileRules: readonly FileRule[] = [];
