import type { Knowledge } from "../../knowledge/knowledge";
import { parseSysctlName } from "../../knowledge/sysctlName";
import type { KernelVersion } from "../../knowledge/types";
import { createReport, type Finding, type Report } from "../finding";
import { machinesOf, type Machine } from "./machine";
import type { FileSummary } from "./summary";
import { workspaceRules, type WorkspaceReport } from "./workspaceRules";

/** What the files of a workspace say of each other. */
export interface WorkspaceFindings {
  /** What is wrong with a file beside others, in its order. */
  readonly of: (file: string) => readonly Finding[];
  /** The files there is something to say of. */
  readonly files: Iterable<string>;
  /** Whether another file takes care of what a finding of a file on its own complains of. */
  readonly settles: (file: string, finding: Pick<Finding, "code" | "span">) => boolean;
}

/**
 * Everything wrong with the files of a workspace beside each other, by their summaries. Files below different roots
 * belong to different machines, and have nothing to do with each other.
 */
export function diagnoseWorkspace(
  summaries: readonly FileSummary[],
  knowledge: Knowledge,
  { kernel = knowledge.data.newestKernel }: { readonly kernel?: KernelVersion | undefined } = {},
): WorkspaceFindings {
  const findings = new Map<string, { readonly list: Finding[]; readonly report: Report }>();
  const report: WorkspaceReport = ({ file }, code, span, values) => {
    let ofFile = findings.get(file);
    if (!ofFile) {
      const list: Finding[] = [];
      findings.set(file, (ofFile = { list, report: createReport(knowledge, list) }));
    }
    ofFile.report(code, span, values);
  };
  const machines = machinesOf(summaries);
  const configured = machines.filter((machine) => [...machine.keys()].length > 0);
  // What stands on no machine may run on the only one there is.
  const homeless = configured.length === 1 ? summaries.filter(({ machine }) => !machine) : [];
  for (const machine of configured)
    for (const rule of workspaceRules) rule(machine, { knowledge, kernel, homeless }, report);
  for (const { list } of findings.values()) list.sort((a, b) => a.span.start - b.span.start);

  const settled = new Set(machines.flatMap((machine) => [...modulesSettled(machine, knowledge)]));
  return {
    of: (file) => findings.get(file)?.list ?? [],
    files: findings.keys(),
    settles: (file, { code, span }) => code === "sysctl/needs-module" && settled.has(placeOf(file, span.start)),
  };
}

/** The lines whose keys come with a module that the machine loads at boot. */
function* modulesSettled({ summaries }: Machine, knowledge: Knowledge): Generator<string> {
  const loaded = new Set(summaries.flatMap(({ modules }) => modules));
  if (loaded.size === 0) return;
  for (const { file, settings } of summaries)
    for (const { key, span } of settings) {
      const needed = knowledge.find(parseSysctlName(key))?.module;
      if (needed !== undefined && loaded.has(needed.replaceAll("-", "_"))) yield placeOf(file, span.start);
    }
}

function placeOf(file: string, start: number): string {
  return `${start} ${file}`;
}
