import * as vscode from "vscode";
import type { Feature } from "../host";
import { createDocuments } from "./documents";
import { openSimulator } from "./openSimulator";
import { openSimulatedFile } from "./openSimulatedFile";
import { runOnKernel } from "./runOnKernel";
import { runScenario } from "./runScenario";
import { simulateFile } from "./simulateFile";
import { createSimulator } from "./simulator";

/** The simulator in the editor: its commands and the documents they open. */
export const simulation: Feature = (host) => {
  const simulator = createSimulator(host);
  const documents = createDocuments(host, simulator);
  return vscode.Disposable.from(
    documents,
    simulateFile(host, documents, simulator),
    runScenario(host, documents, simulator),
    openSimulatedFile(host, documents, simulator),
    runOnKernel(host, documents),
    openSimulator({ host, documents, simulator }),
  );
};
