import type { FromSimulatorPanel, PanelForm, PanelParameter } from "../../protocol/simulatorPanel";
import { button, element } from "../shared/elements";
import { iconButton } from "./icons";
import type { Words } from "./words";

/** The left side: scenario and parameters. */
export interface Form {
  mistakes(mistakes: Readonly<Record<string, string>>): void;
  explain(name: string, text: string): void;
}

type Post = (message: FromSimulatorPanel) => void;

export function createForm(parent: HTMLElement, form: PanelForm, words: Words, post: Post): Form {
  const scenario = element("select", { id: "scenario" }, ...form.scenarios.map(({ id, title }) => element("option", { value: id, selected: id === form.scenario }, title)));
  scenario.addEventListener("change", () => post({ type: "choose", scenario: scenario.value }));
  const note = element("div", { class: "note", role: "note", "aria-live": "polite" });
  note.hidden = true;
  const ask = (name: string): void => post({ type: "explain", name });
  const run = (): void => post({ type: "run", change: values(fields) });
  const fields = form.parameters.map((parameter) => createField(parameter, form, words, { run, ask, openLine: (line) => post({ type: "openLine", line }) }));
  const made = element("form", { class: "parameters", "aria-label": words("parameters") },
    ...fields.map(({ node }) => node),
    element("div", { class: "buttons" },
      element("button", { type: "submit", class: "primary" }, words("run")),
      button(words("resetAll"), () => {
        for (const field of fields) field.reset();
        run();
      })));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  const others = form.file && form.file.others.length > 0 ? [othersOf(form.file, words, post)] : [];
  const focused = document.activeElement?.id;
  parent.replaceChildren(
    element("h2", {}, words("scenario")), element("label", { for: "scenario", class: "hidden" }, words("scenario")), scenario,
    element("p", { class: "summary" }, form.summary),
    element("h2", {}, words("parameters")), made, ...others, note,
    element("details", { class: "not-modelled" }, element("summary", {}, words("notModelled")), element("ul", {}, ...form.notModelled.map((text) => element("li", {}, text)))),
    element("p", { class: "made-with" }, form.madeWith));
  if (focused !== undefined && focused !== "") document.getElementById(focused)?.focus();
  return {
    mistakes: (mistakes) => {
      for (const field of fields) field.mistake(mistakes[field.name]);
    },
    explain: (name, text) => {
      note.replaceChildren(element("h3", {}, name), element("p", {}, text));
      note.hidden = false;
    },
  };
} // prettier-ignore

interface Field {
  readonly name: string;
  readonly node: HTMLElement;
  value(): string;
  reset(): void;
  mistake(text: string | undefined): void;
}

function values(fields: readonly Field[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field.name, field.value()]));
}

interface FieldActions {
  readonly run: () => void;
  readonly ask: (name: string) => void;
  readonly openLine: (line: number) => void;
}

function createField(parameter: PanelParameter, form: PanelForm, words: Words, { run, ask, openLine }: FieldActions): Field {
  const { name, meaning, start, preset, unit, bounds, line } = parameter;
  const id = `parameter-${name}`;
  const control = createControl(parameter, id);
  const shown = (value: string): string => (value === "" ? words("empty") : value);
  const facts = [unit, words("default", { value: shown(preset) }), bounds].filter((text) => text !== undefined && text !== "").join(" · ");
  const mistake = element("p", { class: "mistake", id: `${id}-mistake`, role: "alert" });
  mistake.hidden = true;
  const reset = iconButton("reset", () => {
    control.write(start);
    mark();
    run();
  }, { class: "icon reset", "aria-label": `${name}: ${words("reset", { value: shown(start) })}`, title: words("reset", { value: shown(start) }) });
  const mark = (): void => {
    reset.hidden = control.read() === start;
  };
  const place = line === undefined ? [] : [button(words("fromLine", { line, file: form.file?.name ?? "" }), () => openLine(line), { class: "link" })];
  const label = element("label", { for: id }, parameter.isSysctl ? element("code", {}, name) : name);
  const node = element("div", { class: "field" }, label,
    element("div", { class: "control" }, control.node, reset),
    element("p", { class: "facts", id: `${id}-facts` }, meaning, element("br"), facts), ...place, mistake);
  control.node.setAttribute("aria-describedby", `${id}-facts ${id}-mistake`);
  control.node.addEventListener("input", mark);
  control.node.addEventListener("change", run);
  if (parameter.isSysctl) {
    control.node.addEventListener("focus", () => ask(name));
    label.addEventListener("mouseenter", () => ask(name));
  }
  mark();
  return {
    name,
    node,
    value: control.read,
    reset: () => {
      control.write(start);
      mark();
    },
    mistake: (text) => {
      mistake.textContent = text ?? "";
      mistake.hidden = text === undefined;
      control.node.setAttribute("aria-invalid", String(text !== undefined));
    },
  };
} // prettier-ignore

interface Control {
  readonly node: HTMLInputElement | HTMLSelectElement;
  readonly read: () => string;
  readonly write: (value: string) => void;
}

function createControl({ input, value, choices = [] }: PanelParameter, id: string): Control {
  if (input === "checkbox") {
    const node = element("input", { type: "checkbox", id });
    const write = (text: string): void => void (node.checked = !["0", "no", "false", ""].includes(text));
    write(value);
    return { node, write, read: () => (node.checked ? "1" : "0") };
  }
  const node = input === "select"
    ? element("select", { id }, ...choices.map((one) => element("option", { value: one }, one)))
    // A number field would swallow what it does not understand; here the kernel's own answer is shown.
    : element("input", { type: "text", id, spellcheck: "false", autocomplete: "off", inputmode: input === "number" ? "numeric" : "text" });
  node.value = value;
  return { node, read: () => node.value.trim(), write: (text) => void (node.value = text) };
} // prettier-ignore

function othersOf({ name, others }: NonNullable<PanelForm["file"]>, words: Words, post: Post): HTMLElement {
  const items = others.map(({ line, text }) =>
    element("li", {}, element("code", {}, text), " ", button(words("fromLine", { line, file: name }), () => post({ type: "openLine", line }), { class: "link" })));
  return element("details", { class: "others" }, element("summary", {}, words("moreSettings", { file: name })), element("ul", {}, ...items));
} // prettier-ignore
