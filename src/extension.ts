import type * as vscode from "vscode";
import { createHost, type Feature } from "./features/host";
import { lessonPanel } from "./features/lessonPanel";
import { sysctlHover } from "./features/sysctlHover";
import { textHover } from "./features/textHover";

/** The product, in the order a reader meets it. */
const features: readonly Feature[] = [
  sysctlHover, // explains the key or value under the mouse
  textHover, // the same for keys named in other files, and for pasted dumps
  lessonPanel, // "Open Lesson" and its panel
];

export function activate(context: vscode.ExtensionContext): void {
  const host = createHost(context);
  context.subscriptions.push(host, ...features.map((feature) => feature(host)));
}
