import { isToSimulatorPanel, type FromSimulatorPanel, type PanelSpec } from "../../protocol/simulatorPanel";
import { createView } from "./view";

const vscode = acquireVsCodeApi<PanelSpec>();
const main = document.querySelector("main");
if (!main) throw new Error("the page has no <main>");

const post = (message: FromSimulatorPanel): void => vscode.postMessage(message);
const view = createView(main, post);

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = event.data;
  if (!isToSimulatorPanel(message)) return;
  // What is kept here brings the panel back after a reload of the window.
  if (message.type === "showForm" || message.type === "showStudy") vscode.setState(message.spec);
  view.receive(message);
});

post({ type: "ready" });
