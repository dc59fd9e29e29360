import { isToLessonPanel, type FromLessonPanel, type LessonPanelState } from "../../protocol/lesson";
import { renderFailure, renderLesson } from "./lessonView";

const vscode = acquireVsCodeApi<LessonPanelState>();
const main = document.querySelector("main");
if (!main) throw new Error("the page has no <main>");

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = event.data;
  if (!isToLessonPanel(message)) return;
  if (message.type === "showFailure") {
    renderFailure(main, message.message);
    return;
  }
  // What is kept here brings the lesson back after a reload of the window.
  vscode.setState({ lesson: message.lesson.id });
  renderLesson(main, message.lesson, message.labels);
});

const ready: FromLessonPanel = { type: "ready" };
vscode.postMessage(ready);
