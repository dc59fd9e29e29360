import * as vscode from "vscode";
import { fill } from "../../core/knowledge/wording";
import { toPlainText } from "../../core/explain/explanation";
import { groupDigits } from "../../core/explain/figures";
import { simulateCommand } from "../../core/simulation/commandLine";
import { findSettings, type FileSetting } from "../../core/simulation/settings";
import { timeWords } from "../../core/simulation/timeWords";
import type { RunProgress } from "../../core/simulator/scenario/scenarioRun";
import type { Scenario } from "../../core/simulator/scenario/types";
import {
  isFromSimulatorPanel,
  type ExportFormat,
  type FromSimulatorPanel,
  type PanelForm,
  type PanelSpec,
  type PanelStudy,
  type ToSimulatorPanel,
} from "../../protocol/simulatorPanel";
import { largestRead, settingsFile } from "../documentSettings";
import { explain } from "../explainSetting";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage, onSettingsChange } from "../settings";
import { pageOf, webviewOptions } from "../webviewPage";
import { pathOf, type SimulationDocuments } from "./documents";
import { readyRun } from "./inputs";
import { openExport } from "./panelExport";
import { formOf, type FormContext } from "./panelForm";
import { panelRecord, studyView, type PanelRuns } from "./panelStudy";
import { applyWrite, planWrite, writeView, type PlannedWrite } from "./panelWrite";
import { mistakeIn } from "./pickParameters";
import { nameOf, type RunSpec } from "./runSpec";
import { findScenario } from "./scenarios";
import { reasonOf, showRun } from "./showRun";
import { RefusedRun, type Simulator } from "./simulator";

/** What a panel works with. */
export interface PanelServices {
  readonly host: Host;
  readonly simulator: Simulator;
  readonly documents: SimulationDocuments;
}

/** What the panel knows once its form is made. */
interface Prepared extends FormContext {
  readonly form: PanelForm;
}

const seed = 1;

/** One simulator panel: takes what the page asks for to the simulator and the editor, and brings back what is shown. */
export class SimulatorPanel {
  readonly #subscriptions: vscode.Disposable;
  #prepared: Prepared | undefined;
  #runs: PanelRuns | undefined;
  #study: PanelStudy | undefined;
  #planned: PlannedWrite | undefined;
  #running: vscode.CancellationTokenSource | undefined;
  #reread: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly services: PanelServices,
    private readonly panel: vscode.WebviewPanel,
    private spec: PanelSpec,
  ) {
    const { host } = services;
    const { webview } = panel;
    webview.options = webviewOptions(host.extensionUri);
    this.#subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        if (isFromSimulatorPanel(message)) void this.#guarded(() => this.#answer(message));
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#onChange(document)),
      onSettingsChange(() => void this.#guarded(() => this.#begin())),
      panel.onDidDispose(() => this.#end()),
    );
    panel.iconPath = vscode.Uri.joinPath(host.extensionUri, "media", "icon.svg");
    webview.html = pageOf(webview, host.extensionUri, { script: "simulator.js", style: "simulator-style.css" });
  }

  /** Shows other runs. */
  show(spec: PanelSpec): void {
    this.spec = spec;
    this.panel.reveal();
    void this.#guarded(() => this.#begin());
  }

  dispose(): void {
    this.panel.dispose();
  }

  async #answer(message: FromSimulatorPanel): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.#begin();
      case "choose":
        this.spec = { scenario: message.scenario, set: {}, change: {}, ...(this.spec.file !== undefined && { file: this.spec.file }) }; // prettier-ignore
        return this.#begin();
      case "run":
        this.spec = { ...this.spec, change: message.change };
        return this.#run();
      case "cancel":
        this.#running?.cancel();
        return;
      case "explain":
        return this.#explain(message.name);
      case "openExplanation":
        await vscode.commands.executeCommand("netstackLens.explain", message.name);
        return;
      case "openLine":
        return this.#openLine(message.line);
      case "openFile":
        return this.#openFile(message.host, message.name, message.atNs);
      case "openDocument":
        if (this.#runs) await showRun(this.services.documents, this.#runs.after, { kind: this.#runs.after.settings ? "compare" : "run" }); // prettier-ignore
        return;
      case "export":
        return this.#export(message.format, message.atNs);
      case "copyCommand":
        return this.#copyCommand();
      case "planWrite":
        return this.#planWrite(false);
      case "write":
        return this.#write();
    }
  }

  /** Makes the form anew and runs what it says. */
  async #begin(): Promise<void> {
    this.#running?.cancel();
    const prepared = await this.#prepare();
    this.#prepared = prepared;
    this.panel.title = prepared.scenario.title;
    const { wording } = prepared.knowledge.data;
    const labels = Object.fromEntries(
      Object.entries(wording).flatMap(
        ([id, text]) =>
        id.startsWith("simulator.") ? [[id.slice("simulator.".length), text]] : id.startsWith("context.") ? [[id, text]] : [], // prettier-ignore
      ),
    ) as Record<string, string>;
    this.#post({ type: "showForm", form: prepared.form, labels, language: contentLanguage(), spec: this.spec });
    await this.#run();
  }

  async #prepare(): Promise<Prepared> {
    const { host, simulator } = this.services;
    const { file } = this.spec;
    const document = file === undefined ? undefined : await openDocument(file);
    const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document?.uri ?? vscode.Uri.file("/")); // prettier-ignore
    const library = await host.scenarios(contentLanguage());
    const scenario = await findScenario(simulator, library, this.spec.scenario);
    const lines = document ? linesOf(document, knowledge) : [];
    const context = { scenario, library, knowledge, kernel, seed, lines };
    return { ...context, form: formOf(this.spec, context) };
  }

  async #run(): Promise<void> {
    this.#running?.cancel();
    const prepared = this.#prepared;
    if (!prepared) return;
    const mistakes = mistakesIn(this.spec, prepared);
    this.#post({ type: "showMistakes", mistakes });
    if (Object.keys(mistakes).length > 0) return;
    const source = new vscode.CancellationTokenSource();
    this.#running = source;
    const isLatest = (): boolean => this.#running === source;
    try {
      await this.#makeStudy(prepared, source.token, isLatest);
    } catch (error) {
      if (isLatest()) throw error;
    } finally {
      if (isLatest()) {
        this.#running = undefined;
        this.#post({ type: "showProgress" });
      }
      source.dispose();
    }
  }

  async #makeStudy(prepared: Prepared, token: vscode.CancellationToken, isLatest: () => boolean): Promise<void> {
    const { host, simulator } = this.services;
    const { wording } = prepared.knowledge.data;
    const runs = runsOf(this.spec, prepared);
    const after = await readyRun(host, simulator, runs.after);
    const before = runs.before && (await readyRun(host, simulator, runs.before));
    const recorded = (input: typeof after.input): typeof after.input => ({ ...input, record: panelRecord });
    const job = { kind: "study", before: before && recorded(before.input), after: recorded(after.input) } as const;
    const spec = this.spec;
    const onProgress = ({ events, atNs }: RunProgress): void => {
      const text = fill(wording["simulator.runs"], { events: groupDigits(events), time: timeWords(atNs) });
      if (isLatest()) this.#post({ type: "showProgress", text });
    };
    const study = await simulator.perform(job, { cancellation: token, onProgress });
    if (!isLatest()) return;
    if (!study) {
      this.#post({ type: "showNotice", text: wording["simulator.cancelled"], isFailure: false });
      return;
    }
    this.#runs = runs;
    this.#study = studyView(study, runs, after);
    this.#post({ type: "showStudy", study: this.#study, spec });
  }

  async #explain(name: string): Promise<void> {
    const explanation = await explain(this.services.host, name);
    const own = this.#prepared?.form.parameters.find((one) => one.name === name);
    const text = explanation ? toPlainText(explanation.filter(({ role }) => role !== "doors")) : own?.meaning;
    if (text !== undefined) this.#post({ type: "showExplanation", name, text });
  }

  async #openLine(line: number): Promise<void> {
    if (this.spec.file === undefined) return;
    const document = await openDocument(this.spec.file);
    const at = document.lineAt(Math.min(Math.max(line, 1), document.lineCount) - 1).range.start;
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const viewColumn = visible?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { viewColumn, selection: new vscode.Range(at, at) });
  }

  async #openFile(host: string, name: string, atNs: number): Promise<void> {
    const endNs = this.#study?.runs.at(-1)?.timeline.endNs ?? 0;
    if (!this.#runs) return;
    const at = atNs >= endNs ? {} : { at: `${Math.round(atNs)}ns` };
    const uri = await this.services.documents.prepare(this.#runs.after, { kind: "file", host, name, ...at });
    if (uri) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  async #export(format: ExportFormat, atNs: number): Promise<void> {
    const [prepared, study] = [this.#prepared, this.#study];
    if (!prepared || !study) return;
    const { form, knowledge } = prepared;
    const { title, madeWith } = form;
    const command = this.#command();
    await openExport(format, {
      spec: this.spec,
      study,
      title,
      madeWith,
      command,
      wording: knowledge.data.wording,
      atNs,
    });
  }

  async #copyCommand(): Promise<void> {
    const command = this.#command();
    await vscode.env.clipboard.writeText(command);
    const wording = this.#prepared?.knowledge.data.wording;
    if (wording) this.#post({ type: "showNotice", text: fill(wording["simulator.copied"], { what: command }), isFailure: false }); // prettier-ignore
  }

  #command(): string {
    const [prepared, after] = [this.#prepared, this.#runs?.after];
    if (!prepared || !after) return "";
    const isKnown = prepared.scenario.id === after.scenario;
    const scenario = isKnown ? after.scenario : pathOf(after.scenario);
    return simulateCommand({ ...after, scenario, config: after.settings && pathOf(after.settings.file) });
  }

  async #planWrite(isStale: boolean): Promise<void> {
    const [prepared, { file }] = [this.#prepared, this.spec];
    if (!prepared || file === undefined) return;
    const { wording } = prepared.knowledge.data;
    const changed = changesOf(this.spec, prepared);
    const values = changed.filter(([name]) => isSysctl(prepared.scenario, name));
    const others = changed.filter(([name]) => !isSysctl(prepared.scenario, name)).map(([name]) => name);
    this.#planned = await planWrite(this.services.host, file, Object.fromEntries(values));
    const write = writeView(this.#planned, isStale, wording);
    const notes = others.length > 0 ? [fill(wording["simulator.notOfFile"], { names: others.join(", ") })] : [];
    this.#post({ type: "showWrite", write: { ...write, hindrances: [...write.hindrances, ...notes] } });
  }

  async #write(): Promise<void> {
    const [planned, wording] = [this.#planned, this.#prepared?.knowledge.data.wording];
    if (!planned || !wording) return;
    this.#planned = undefined;
    if (!(await applyWrite(planned))) return this.#planWrite(true);
    const file = nameOf(planned.document.uri.toString());
    this.#post({ type: "showNotice", text: fill(wording["simulator.written"], { file }), isFailure: false });
  }

  /** The file has other values now: those it starts with follow. */
  #onChange(document: vscode.TextDocument): void {
    if (this.spec.file === undefined || document.uri.toString() !== this.spec.file) return;
    clearTimeout(this.#reread);
    this.#reread = setTimeout(() => void this.#guarded(() => this.#begin()), rereadMs);
  }

  #end(): void {
    clearTimeout(this.#reread);
    this.#running?.cancel();
    this.#subscriptions.dispose();
  }

  #post(message: ToSimulatorPanel): void {
    void this.panel.webview.postMessage(message);
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const text = reasonOf(this.services.host, error);
      this.#post({ type: "showNotice", text, isFailure: true });
    }
  }
}

/** While somebody types in the file nothing is run. */
const rereadMs = 500;

async function openDocument(file: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(file, true));
  } catch (error) {
    throw new RefusedRun(error instanceof Error ? error.message : String(error));
  }
}

/** What a file sets, as the editor has it. */
export function linesOf(document: vscode.TextDocument, knowledge: FormContext["knowledge"]): readonly FileSetting[] {
  const file = settingsFile(document);
  const text = document.getText();
  return file === undefined || text.length > largestRead ? [] : findSettings(text, file, knowledge);
}

function isSysctl({ parameters }: Scenario, name: string): boolean {
  return parameters.some((one) => one.type === "sysctl" && one.name === name);
}

/** What the reader has in the form that is not there to begin with. */
function changesOf({ change }: PanelSpec, { form }: Prepared): readonly (readonly [string, string])[] {
  return form.parameters.flatMap(({ name, start }) => {
    const value = Object.hasOwn(change, name) ? change[name] : undefined;
    return value === undefined || value === start ? [] : [[name, value] as const];
  });
}

function mistakesIn(spec: PanelSpec, prepared: Prepared): Record<string, string> {
  const found = changesOf(spec, prepared).flatMap(([name, value]) => {
    const parameter = prepared.scenario.parameters.find((one) => one.name === name);
    const mistake = parameter && mistakeIn(parameter, value, prepared);
    return mistake === undefined ? [] : [[name, mistake] as const];
  });
  return Object.fromEntries(found);
}

/** What is compared: the form with what it began with, or else a file with the kernel's defaults. */
function runsOf(spec: PanelSpec, prepared: Prepared): PanelRuns {
  const { knowledge, kernel, lines } = prepared;
  const { wording } = knowledge.data;
  const { scenario, set, file } = spec;
  const changed = Object.fromEntries(changesOf(spec, prepared));
  const plain: RunSpec = { scenario, kernel, seed, set };
  const started: RunSpec = file === undefined ? plain : { ...plain, settings: { file, lines } };
  const startName = file === undefined ? wording["simulator.start"] : nameOf(file);
  if (Object.keys(changed).length > 0) {
    const after = { ...started, set: { ...set, ...changed } };
    return { before: started, after, names: [startName, wording["simulator.yours"]] };
  }
  if (lines.length === 0) return { before: undefined, after: started, names: [startName] };
  return { before: plain, after: started, names: [wording["simulator.kernelDefaults"], startName] };
}
