import type { Span } from "../../documents/sysctlConf";
import type { Knowledge } from "../../knowledge/knowledge";
import type { KernelVersion } from "../../knowledge/types";
import type { MessageValues } from "../finding";
import type { Machine } from "./machine";
import { conflicts, maskedFiles } from "./orderRules";
import { backlogs, listeningPorts } from "./serviceRules";
import type { FileSummary } from "./summary";
import { tunedProfiles } from "./tunedRules";

/** What rules may ask besides the machine itself. */
export interface WorkspaceContext {
  readonly knowledge: Knowledge;
  readonly kernel: KernelVersion;
  /** Files of no machine, where the workspace has one machine only. */
  readonly homeless: readonly FileSummary[];
}

/** Reports a rule's finding in a file. */
export type WorkspaceReport = (file: FileSummary, code: string, span: Span, values?: MessageValues) => void;

/** Judges the files of one machine together. */
export type WorkspaceRule = (machine: Machine, context: WorkspaceContext, report: WorkspaceReport) => void;

/** What is judged of the files of a machine together. */
export const workspaceRules: readonly WorkspaceRule[] = [
  conflicts,
  maskedFiles,
  tunedProfiles,
  backlogs,
  listeningPorts,
];
