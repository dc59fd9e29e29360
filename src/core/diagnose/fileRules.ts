import type { FileRule } from "./judgedSetting";
import { openKernelAddresses, sharedMemory, unusedSynBacklog, widenedRedirects } from "./rules/beliefs";

/** What is judged of the settings of a file together. */
export const fileRules: readonly FileRule[] = [sharedMemory, unusedSynBacklog, widenedRedirects, openKernelAddresses];
