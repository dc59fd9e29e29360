import * as vscode from "vscode";
import type { ProcFile } from "../../core/simulator/proc/procFile";
import { parseTime, timeText } from "../../core/simulator/time";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage } from "../settings";
import type { SimulationDocuments } from "./documents";
import { readyRun } from "./inputs";
import { pickScenario } from "./pickScenario";
import { simulationScheme, type RunSpec } from "./runSpec";
import { commanded } from "./showRun";
import type { Simulator } from "./simulator";

/** What the command may be called with; what is left out is asked for. */
interface OpenFileArgs {
  readonly scenario?: string;
  readonly set?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly name?: string;
  /** Simulated time such as `250ms`; empty for the end. */
  readonly at?: string;
}

/** Command "Open Simulated /proc File…": a file of a simulated host, in the kernel's own format. */
export function openSimulatedFile(host: Host, documents: SimulationDocuments, simulator: Simulator): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("netstackLens.openSimulatedFile", (args: unknown) =>
      commanded(host, () => open(host, documents, simulator, typeof args === "object" && args !== null ? args : {})),
    ),
    // Also when one comes back after a reload.
    vscode.workspace.onDidOpenTextDocument(giveLanguage),
  );
}

function giveLanguage(document: vscode.TextDocument): void {
  if (document.uri.scheme !== simulationScheme || document.uri.path.endsWith(".md")) return;
  if (document.languageId !== "network-dump") void vscode.languages.setTextDocumentLanguage(document, "network-dump");
}

async function open(
  host: Host,
  documents: SimulationDocuments,
  simulator: Simulator,
  args: OpenFileArgs,
): Promise<void> {
  const spec = await chooseRun(host, documents.lastRun(), args);
  if (!spec) return;
  const chosen = args.host !== undefined && args.name !== undefined ? { host: args.host, name: args.name, at: args.at ?? "" } : await chooseFile(host, simulator, spec); // prettier-ignore
  if (!chosen) return;
  const { at, ...file } = chosen;
  const uri = await documents.prepare(spec, { kind: "file", ...file, ...(at !== "" && { at }) });
  if (uri) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** The last run, or another scenario with its defaults. */
async function chooseRun(host: Host, last: RunSpec | undefined, args: OpenFileArgs): Promise<RunSpec | undefined> {
  const file = vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file("/");
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, file);
  const library = await host.scenarios(contentLanguage());
  const ofScenario = (scenario: string): RunSpec => ({ scenario, kernel, seed: 1, set: args.set ?? {} });
  if (args.scenario !== undefined) return ofScenario(args.scenario);
  if (last) {
    const again = { label: vscode.l10n.t("The last run"), description: describe(last) };
    const other = { label: vscode.l10n.t("Another scenario…") };
    const picked = await vscode.window.showQuickPick([again, other], { placeHolder: vscode.l10n.t("Choose a run") });
    if (!picked) return undefined;
    if (picked === again) return last;
  }
  const scenario = await pickScenario(library);
  return scenario && ofScenario(scenario.id);
}

function describe({ scenario, set, settings }: RunSpec): string {
  const changed = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  return [scenario, ...changed, ...(settings ? [vscode.Uri.parse(settings.file).path] : [])].join(" ");
}

async function chooseFile(
  host: Host,
  simulator: Simulator,
  spec: RunSpec,
): Promise<(ProcFile & { readonly at: string }) | undefined> {
  const { input } = await readyRun(host, simulator, spec);
  const title = vscode.l10n.t("Looking what there is to see in {0}", input.scenario.title);
  const found = await simulator.perform({ kind: "files", input }, title);
  if (!found) return undefined;
  const hosts = [...new Set(found.files.map((file) => file.host))];
  const owner = hosts.length === 1 ? hosts[0] : await vscode.window.showQuickPick(hosts, { placeHolder: vscode.l10n.t("Choose a host") }); // prettier-ignore
  if (owner === undefined) return undefined;
  const names = found.files.filter((file) => file.host === owner).map((file) => file.name);
  const name = await vscode.window.showQuickPick(names, { title: owner, placeHolder: vscode.l10n.t("Choose a file or a command") }); // prettier-ignore
  if (name === undefined) return undefined;
  const at = await vscode.window.showInputBox({
    title: name,
    prompt: vscode.l10n.t("Simulated time, such as 250ms; empty for the end, {0}", timeText(found.endNs)),
    validateInput: (text) =>
      text.trim() === "" || parseTime(text) !== undefined ? undefined : vscode.l10n.t("A time such as 80us, 250ms or 1.5s is needed"), // prettier-ignore
  });
  return at === undefined ? undefined : { host: owner, name, at: at.trim() };
}
