import type { FromSimulatorPanel, PanelRow, PanelStudy } from "../../protocol/simulatorPanel";
import { button, element } from "../shared/elements";
import { createTable } from "./tables";
import type { Words } from "./words";

type Post = (message: FromSimulatorPanel) => void;

/** Lines of the log that are shown. */
const mostLines = 400;

export interface StoryActions {
  readonly post: Post;
  readonly seek: (ns: number) => void;
  /** The moment shown. */
  readonly now: () => number;
}

/** The right side: what happened, what is different and why, counters, the log, files. */
export function createStory(parent: HTMLElement, study: PanelStudy, words: Words, actions: StoryActions): void {
  const { runs, differences, observed, counters } = study;
  const several = runs.length > 1;
  const after = runs.at(-1);
  const difference = several
    ? [element("h2", {}, words("difference")), element("ul", { class: "sentences" }, ...differences.map(({ text }) => element("li", {}, text)))]
    : [];
  const happened = [...runs].reverse().map((run) => {
    const items = run.sentences.map(({ kind, text, atNs }) =>
      element("li", { class: kind }, text, ...(atNs === undefined ? [] : [" ", button(words("goTo"), () => actions.seek(atNs), { class: "link" })])));
    const list = element("ul", { class: "sentences" }, ...items);
    if (!several) return list;
    return run === after ? element("div", {}, element("h3", {}, run.name), list) : element("details", { open: true }, element("summary", {}, run.name), list);
  });
  parent.replaceChildren(
    ...difference,
    element("h2", {}, words("happened")), ...happened,
    element("h2", {}, words("counters")), tableOf(words("counters"), observed, study, words, actions.post),
    collapsed(words("allCounters"), tableOf(words("allCounters"), counters, study, words, actions.post)),
    collapsed(words("log"), ...runs.map(({ name, log }) => logOf(several ? name : words("log"), log, words))),
    filesOf(study, words, actions),
  );
} // prettier-ignore

function collapsed(title: string, ...content: readonly Node[]): HTMLElement {
  return element("details", {}, element("summary", {}, title), ...content);
}

function tableOf(name: string, rows: readonly PanelRow[], { runs }: PanelStudy, words: Words, post: Post): HTMLElement {
  const several = runs.length > 1;
  const header = [words("counter"), ...(several ? [words("before"), words("after")] : runs.map((run) => run.name)), ...(several ? [words("change"), words("why")] : [])];
  const cells = rows.map(({ name: counter, of, before, after, change, why, isChanged, explained }) => {
    const shown = of === undefined ? counter : `${of} ${counter}`;
    const first = explained === undefined ? shown : button(shown, () => post({ type: "openExplanation", name: explained }), { class: "link" });
    const now = isChanged ? element("strong", {}, after) : after;
    return several ? [first, before, now, change, why] : [first, now];
  });
  return createTable(name, header, cells);
} // prettier-ignore

function logOf(name: string, lines: readonly string[], words: Words): HTMLElement {
  const shown = lines.slice(0, mostLines).join("\n");
  const more = lines.length > mostLines ? `\n${words("logMore", { count: lines.length - mostLines })}` : "";
  return element("pre", { class: "log", tabindex: 0, role: "region", "aria-label": name }, shown + more);
}

function filesOf({ files }: PanelStudy, words: Words, { post, now }: StoryActions): HTMLElement {
  const hosts = [...new Set(files.map(({ host }) => host))];
  const lists = hosts.map((host) =>
    element("div", {}, element("h3", {}, host), element("ul", { class: "files" },
      ...files.filter((file) => file.host === host).map(({ name }) =>
        element("li", {}, button(name, () => post({ type: "openFile", host, name, atNs: now() }), { class: "link" }))))));
  return collapsed(words("files"), element("p", {}, words("filesAt")), ...lists);
} // prettier-ignore
