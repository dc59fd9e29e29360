import { isToWatchPanel, isWatchChoice, type FromWatchPanel, type WatchChoice } from "../../protocol/watch";
import { element } from "../shared/elements";
import { createWatchView, type WatchView } from "./watchView";

const vscode = acquireVsCodeApi<WatchChoice>();
const main = document.querySelector<HTMLElement>("main");
if (!main) throw new Error("the page has no main");

let view: WatchView | undefined;
const post = (message: FromWatchPanel): void => {
  // What is kept here brings the panel back after a reload of the window.
  if (message.type === "choose") vscode.setState(message.choice);
  vscode.postMessage(message);
};

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = event.data;
  if (!isToWatchPanel(message)) return;
  if (message.type === "sample") {
    view?.add(message.sample);
    return;
  }
  view?.dispose();
  view = undefined;
  if (message.type === "setup") view = createWatchView(main, message, post);
  else main.replaceChildren(element("p", { class: "failure", role: "alert" }, message.message));
});

const kept = vscode.getState();
post({ type: "ready", choice: isWatchChoice(kept) ? kept : undefined });
