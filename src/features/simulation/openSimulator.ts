import * as vscode from "vscode";
import { defaultsOf, write } from "../../core/simulation/settings";
import { isPanelSpec, type PanelSpec } from "../../protocol/simulatorPanel";
import { knowledgeFor, type Host } from "../host";
import { contentLanguage } from "../settings";
import { readArgs, specOf, type OpenSimulatorArgs } from "./panelArgs";
import { isScenarioFile } from "./scenarios";
import { commanded } from "./showRun";
import { linesOf, SimulatorPanel, type PanelServices } from "./simulatorPanel";

const viewType = "netstackLens.simulator";

/** Commands "Open Simulator" and "Open in Simulator", and the one panel they share; it comes back after a reload. */
export function openSimulator(services: PanelServices): vscode.Disposable {
  const { host } = services;
  let open: SimulatorPanel | undefined;

  function adopt(panel: vscode.WebviewPanel, spec: PanelSpec): void {
    open?.dispose();
    const adopted = new SimulatorPanel(services, panel, spec);
    open = adopted;
    panel.onDidDispose(() => {
      if (open === adopted) open = undefined;
    });
  }

  const show = (args: () => OpenSimulatorArgs): Promise<void> =>
    commanded(host, async () => {
      const spec = await resolve(host, args());
      if (open) open.show(spec);
      else adopt(vscode.window.createWebviewPanel(viewType, "Netstack Lens", vscode.ViewColumn.Beside), spec);
    });

  return vscode.Disposable.from(
    vscode.commands.registerCommand("netstackLens.openSimulator", (args: unknown) => show(() => readArgs(args))),
    vscode.commands.registerCommand("netstackLens.openFileInSimulator", (args: unknown) =>
      show(() => ({ ...activeFile(), ...readArgs(args) })),
    ),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        if (isPanelSpec(state)) adopt(panel, state);
        else panel.dispose();
        return Promise.resolve();
      },
    }),
    { dispose: () => open?.dispose() },
  );
}

/** What the reader looks at: a scenario of their own, or a file with settings. */
function activeFile(): OpenSimulatorArgs {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return {};
  const address = document.uri.toString();
  return isScenarioFile(document) ? { scenario: address } : { file: address };
}

async function resolve(host: Host, args: OpenSimulatorArgs): Promise<PanelSpec> {
  const library = await host.scenarios(contentLanguage());
  if (args.file === undefined) return specOf(args, [], library);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(args.file));
  const { knowledge, kernel = knowledge.data.newestKernel } = await knowledgeFor(host, document.uri);
  const defaultOf = defaultsOf(knowledge, kernel);
  const lines = linesOf(document, knowledge).filter(({ name, value }) => {
    const written = write(knowledge, kernel, name, value);
    return "stored" in written && written.stored !== defaultOf(name);
  });
  return specOf({ ...args, file: document.uri.toString() }, lines, library);
}
