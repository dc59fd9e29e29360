import type * as vscode from "vscode";
import { codeLens } from "./features/codeLens";
import { completion } from "./features/completion";
import { definition } from "./features/definition";
import { diagnostics } from "./features/diagnostics";
import { documentLinks } from "./features/documentLinks";
import { explainRule } from "./features/explainRule";
import { explainSetting } from "./features/explainSetting";
import { createHost, type Feature } from "./features/host";
import { inlayHints } from "./features/inlayHints";
import { lessonPanel } from "./features/lessons/lessonPanel";
import { live } from "./features/live/live";
import { quickFixes } from "./features/quickFixes";
import { simulation } from "./features/simulation/simulation";
import { samples } from "./features/samples";
import { sidebar } from "./features/sidebar/sidebar";
import { symbols } from "./features/symbols";
import { sysctlHover } from "./features/sysctlHover";
import { textCompletion } from "./features/textCompletion";
import { textHover } from "./features/textHover";

/** The product, in the order a reader meets it. */
const features: readonly Feature[] = [
  sysctlHover, // explains the key or value under the mouse
  textHover, // the same for keys named in other files, and for pasted dumps
  diagnostics, // shows what is wrong with settings, in a sysctl.conf and elsewhere
  quickFixes, // and mends it, or leaves it out with a reason
  completion, // offers keys and values
  textCompletion, // in other files too, where a key is begun
  inlayHints, // writes human units behind figures
  codeLens, // puts "Explain" above settings
  documentLinks, // links keys to the kernel's documents
  symbols, // lists the settings in the outline
  definition, // goes to the other files of the workspace that set a key
  explainSetting, // "Explain Setting or Counter…": a search over everything known
  explainRule, // "Explain Rule…": why a finding is shown, and what to do
  lessonPanel, // "Open Lesson" and its panel
  simulation, // runs scenarios in a worker and shows what came of them
  sidebar, // lessons, scenarios and files in the activity bar
  samples, // documents to try things on
  live, // holds a file against the running machine and watches its counters
];

export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context);
  context.subscriptions.push(host, ...features.map((feature) => feature(host)));
}
