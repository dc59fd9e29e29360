import { placeOnMachine } from "../../documents/precedence";
import type { Knowledge } from "../../knowledge/knowledge";
import { parseSysctlName } from "../../knowledge/sysctlName";
import type { KernelVersion } from "../../knowledge/types";
import { createReport, type Finding, type Report } from "../finding";
import { createMachine, groupByMachine, isOrdered, type Machine } from "./machine";
import type { FileSummary } from "./summary";
import { workspaceRules, type WorkspaceReport } from "./workspaceRules";

/** What the files of a workspace say of each other. */
export interface WorkspaceFindings {
  /** What is wrong with a file beside others, in its order. */
  readonly of: (file: string) => readonly Finding[];
  /** The files whose findings on their own are not all. */
  readonly files: ReadonlySet<string>;
  /** The findings of a file on its own, without those that another file settles or sharpens, and those beside others. */
  readonly join: (file: string, own: readonly Finding[]) => readonly Finding[];
}

export interface WorkspaceOptions {
  /** The release the settings are for; left out, the newest covered. */
  readonly kernel?: KernelVersion | undefined;
  /** A file; no other machine than its own is judged. */
  readonly only?: string | undefined;
}

/**
 * Everything wrong with the files of a workspace beside each other, by their summaries. Files below different roots
 * belong to different machines, and have nothing to do with each other.
 */
export function diagnoseWorkspace(
  summaries: readonly FileSummary[],
  knowledge: Knowledge,
  { kernel = knowledge.data.newestKernel, only }: WorkspaceOptions = {},
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
  const groups = [...groupByMachine(summaries)];
  const configured = groups.filter(([, files]) => files.some((file) => isOrdered(file) && file.settings.length > 0));
  // What stands on no machine may run on the only one there is.
  const homeless = configured.length === 1 ? summaries.filter(({ machine }) => !machine) : [];
  const root = only === undefined ? undefined : placeOnMachine(only)?.root;
  const machines = configured.filter(([of]) => only === undefined || of === root).map(([, files]) => createMachine(files)); // prettier-ignore
  for (const machine of machines)
    for (const rule of workspaceRules) rule(machine, { knowledge, kernel, homeless }, report);
  for (const { list } of findings.values()) list.sort((a, b) => a.span.start - b.span.start);

  const settled = new Map<string, ReadonlySet<number>>();
  for (const machine of machines)
    for (const [file, starts] of modulesSettled(machine, knowledge)) settled.set(file, starts);

  const of = (file: string): readonly Finding[] => findings.get(file)?.list ?? [];
  return {
    of,
    files: new Set([...findings.keys(), ...settled.keys()]),
    join: (file, own) => {
      const starts = settled.get(file);
      const beside = of(file);
      // The range is the same; here the services are known that it covers.
      const isNamed = beside.some(({ code }) => code === "workspace/ephemeral-port-listens");
      const left = own.filter(({ code, span }) => {
        if (code === "sysctl/range-covers-services") return !isNamed;
        return code !== "sysctl/needs-module" || !starts?.has(span.start);
      });
      return [...left, ...beside].sort((a, b) => a.span.start - b.span.start);
    },
  };
}

/** Where lines begin whose keys come with a module that the machine loads at boot, by file. */
function* modulesSettled(
  { summaries }: Machine,
  knowledge: Knowledge,
): Generator<readonly [file: string, starts: ReadonlySet<number>]> {
  const loaded = new Set(summaries.flatMap(({ modules }) => modules));
  if (loaded.size === 0) return;
  const isLoaded = (key: string): boolean => {
    const needed = knowledge.find(parseSysctlName(key))?.module;
    return needed !== undefined && loaded.has(needed.replaceAll("-", "_"));
  };
  for (const { file, settings } of summaries) {
    const starts = settings.filter(({ key }) => isLoaded(key)).map(({ span }) => span.start);
    if (starts.length > 0) yield [file, new Set(starts)];
  }
}
