import {
  exportFormats,
  type ExportFormat,
  type FromSimulatorPanel,
  type PanelWrite,
} from "../../protocol/simulatorPanel";
import { button, element } from "../shared/elements";
import type { Words } from "./words";

type Post = (message: FromSimulatorPanel) => void;

const names: Readonly<Record<ExportFormat, string>> = {
  json: "exportJson",
  csv: "exportCsv",
  svg: "exportSvg",
  markdown: "exportMarkdown",
};

/** What can be done with the runs shown. */
export function createActions(words: Words, post: Post, now: () => number): HTMLElement {
  const exports = exportFormats.map((format) => button(words(names[format]), () => post({ type: "export", format, atNs: now() })));
  return element("div", { class: "actions", role: "group", "aria-label": words("export") },
    element("span", {}, words("export")), ...exports,
    button(words("copyCommand"), () => post({ type: "copyCommand" })), button(words("document"), () => post({ type: "openDocument" })));
} // prettier-ignore

/** Writing back: what would change first, then the change. */
export interface WriteBox {
  readonly node: HTMLElement;
  show(write: PanelWrite): void;
  close(): void;
}

export function createWriteBox(words: Words, post: Post): WriteBox {
  const plan = element("div", { class: "plan", role: "region", tabindex: -1 });
  plan.hidden = true;
  const node = element("div", { class: "write" }, button(words("writeBack"), () => post({ type: "planWrite" })), plan);
  return {
    node,
    show: ({ file, changes, hindrances, isStale }) => {
      const title = words("writeTitle", { file });
      const lines = changes.map(({ line, before, after }) =>
        element("li", {}, element("span", { class: "number" }, String(line)),
          ...(before === undefined ? [element("em", {}, words("writeAdded"))] : [element("del", {}, before)]), element("ins", {}, after)));
      const apply = button(words("writeApply", { file }), () => post({ type: "write" }), { class: "primary" });
      plan.replaceChildren(
        element("h3", {}, title), ...(isStale ? [element("p", { class: "stale" }, words("writeStale"))] : []),
        ...(changes.length > 0 ? [element("ol", { class: "diff" }, ...lines), apply] : hindrances.length === 0 ? [element("p", {}, words("writeNothing"))] : []),
        ...(hindrances.length > 0 ? [element("ul", { class: "hindrances" }, ...hindrances.map((text) => element("li", {}, text)))] : []));
      plan.setAttribute("aria-label", title);
      plan.hidden = false;
      plan.focus();
    },
    close: () => {
      plan.hidden = true;
    },
  };
} // prettier-ignore
