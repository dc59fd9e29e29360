import * as vscode from "vscode";
import { write } from "../../core/simulation/settings";
import type { Knowledge } from "../../core/knowledge/knowledge";
import type { Scenario } from "../../core/simulator/scenario/types";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage } from "../settings";
import type { SimulationDocuments } from "./documents";
import { findLabCommand, isRoot, type LabOutline } from "./labProcess";
import { pickParameters } from "./pickParameters";
import { pickScenario } from "./pickScenario";
import { presetOf } from "./presets";
import type { RunSpec } from "./runSpec";
import { commanded, showRun } from "./showRun";
import { RefusedRun } from "./simulator";

/** What the command may be called with; without a scenario, both are asked for. The modal comes in any case. */
interface RunOnKernelArgs {
  readonly scenario?: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** Command "Run This Scenario on This Machine's Kernel…": the same case as a lab, beside what is foretold. */
export function runOnKernel(host: Host, documents: SimulationDocuments): vscode.Disposable {
  return vscode.commands.registerCommand("netstackLens.runOnKernel", (args: unknown) =>
    commanded(host, () => run(host, documents, typeof args === "object" && args !== null ? args : {})),
  );
}

async function run(host: Host, documents: SimulationDocuments, args: RunOnKernelArgs): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new RefusedRun(vscode.l10n.t("A lab runs programs as root: trust this workspace first."));
  const command = findLabCommand(host.extensionUri);
  if (typeof command === "string") throw new RefusedRun(command);
  const labs = JSON.parse((await command.run(["lab", "--list", "--format", "json"])) ?? "[]") as readonly LabOutline[];
  const chosen = await choose(host, documents.lastRun(), labs, args);
  if (!chosen) return;
  const words = ["lab", chosen.scenario.id, ...chosen.words, "--compare", "--format", "json"];
  if (!isRoot()) return explainRoot(`sudo env ${command.forShell(words.slice(0, -2))}`);
  if (!(await confirm(chosen, command.forShell(words)))) return;
  const measured = await withProgress(chosen.scenario.title, (token) => command.run(words, token));
  if (measured === undefined) return;
  const { kernel = chosen.knowledge.data.newestKernel } = chosen;
  const spec: RunSpec = { scenario: chosen.scenario.id, kernel, seed: 1, set: chosen.set };
  await showRun(documents, spec, { kind: "lab", measured: JSON.stringify(JSON.parse(measured)) });
}

/** What is to be run, and what of it has to be left out. */
interface ChosenLab {
  readonly scenario: Scenario;
  readonly limitSeconds: number;
  readonly knowledge: Knowledge;
  readonly kernel: string | undefined;
  readonly set: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly written: readonly string[];
  readonly leftOut: readonly string[];
}

async function choose(
  host: Host,
  last: RunSpec | undefined,
  labs: readonly LabOutline[],
  args: RunOnKernelArgs,
): Promise<ChosenLab | undefined> {
  const { knowledge, kernel } = await knowledgeFor(host, vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file("/")); // prettier-ignore
  const library = await host.scenarios(contentLanguage());
  const isLast = ({ id }: Scenario): boolean => id === last?.scenario;
  const scenarios = library.scenarios
    .filter(({ id }) => labs.some((lab) => lab.id === id))
    .sort((a, b) => Number(isLast(b)) - Number(isLast(a)));
  const scenario = args.scenario === undefined ? await pickScenario({ ...library, scenarios }) : scenarios.find(({ id }) => id === args.scenario); // prettier-ignore
  if (!scenario && args.scenario !== undefined) throw new RefusedRun(vscode.l10n.t("There is no lab for {0}.", args.scenario)); // prettier-ignore
  if (!scenario) return undefined;
  const version = kernel ?? knowledge.data.newestKernel;
  const context = { knowledge, kernel: version, presetOf: presetOf(library, knowledge, version) };
  const begin = isLast(scenario) && last ? settingsOf(last, scenario, knowledge) : {};
  const set = args.scenario === undefined ? await pickParameters(scenario, begin, context) : (args.set ?? {});
  if (!set) return undefined;
  const lab = labs.find(({ id }) => id === scenario.id);
  const ofMachine = lab?.sysctls.filter(({ scope }) => scope === "machine") ?? [];
  const isLeftOut = (name: string): boolean => ofMachine.some((one) => one.name === name);
  const taken = Object.entries(set).filter(([name]) => !isLeftOut(name));
  const isSysctl = ([name]: readonly [string, string]): boolean => scenario.parameters.some((one) => one.type === "sysctl" && one.name === name); // prettier-ignore
  return {
    scenario,
    limitSeconds: lab?.limitSeconds ?? 0,
    knowledge,
    kernel,
    set,
    words: taken.flatMap(([name, value]) => ["--set", `${name}=${value}`]),
    written: taken.filter(isSysctl).map(([name, value]) => `${name} = ${value}`),
    leftOut: Object.keys(set).filter(isLeftOut),
  };
}

/** The parameters of the last run; what its file sets is among them where the scenario has such a parameter. */
function settingsOf({ set, settings, kernel }: RunSpec, scenario: Scenario, knowledge: Knowledge): RunSpec["set"] {
  const ofFile = (settings?.lines ?? [])
    .filter(({ name }) => scenario.parameters.some((one) => one.type === "sysctl" && one.name === name))
    .filter(({ name, value }) => "stored" in write(knowledge, kernel, name, value))
    .map(({ name, value }) => [name, value]);
  return { ...(Object.fromEntries(ofFile) as RunSpec["set"]), ...set };
}

async function explainRoot(command: string): Promise<void> {
  const copy = vscode.l10n.t("Copy Command");
  const message = vscode.l10n.t("Only root may make network namespaces, and VS Code does not run as root here. In a terminal: {0}", command); // prettier-ignore
  if ((await vscode.window.showInformationMessage(message, copy)) === copy)
    await vscode.env.clipboard.writeText(command);
}

/** Says exactly what is going to happen, and asks. */
async function confirm({ scenario, limitSeconds, written, leftOut }: ChosenLab, command: string): Promise<boolean> {
  const hosts = scenario.hosts.map((one) => (typeof one === "string" ? one : one.name)).join(", ");
  const detail = [
    vscode.l10n.t("As root, network namespaces without a name are made for {0}, connected by veth pairs inside them; a process of this extension acts in each.", hosts), // prettier-ignore
    vscode.l10n.t("Sysctls are written inside these namespaces only: {0}.", ["net.ipv6.conf.*.disable_ipv6 = 1", ...written].join(", ")), // prettier-ignore
    ...(leftOut.length > 0 ? [vscode.l10n.t("Left out, because it exists once for the machine and is never written: {0}.", leftOut.join(", "))] : []), // prettier-ignore
    vscode.l10n.t("All traffic stays inside. It ends by itself within {0} seconds, and nothing is left of it.", limitSeconds), // prettier-ignore
    command,
  ].join("\n\n");
  const go = vscode.l10n.t("Run on This Kernel");
  const question = vscode.l10n.t("Run “{0}” on the kernel of this machine?", scenario.title);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}

function withProgress<Result>(
  title: string,
  work: (token: vscode.CancellationToken) => Promise<Result>,
): Thenable<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_, token) => work(token));
}
