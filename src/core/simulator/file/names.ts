import { counterNames } from "../machine/counters";
import type { DataPath, DataProblem } from "./schema";

/** What a scenario refers to by name, and under which words it does so. */
const kinds = [
  {
    what: "host",
    words: [
      "host",
      "on",
      "via",
      "devices",
      "card",
      "copies",
      "tcp",
      "translatedBy",
      "towards",
      "between",
      "configured",
    ],
  },
  { what: "socket", words: ["from", "to", "socket"] },
  { what: "step", words: ["clients", "requests", "result", "since"] },
] as const;

type What = (typeof kinds)[number]["what"];
type Names = Readonly<Record<What | "parameter", ReadonlySet<string>>>;

/** A scenario that fits the schema. */
interface ScenarioData {
  readonly parameters: readonly { readonly name: string }[];
  readonly hosts: readonly (string | { readonly name: string })[];
  readonly sockets: readonly { readonly id: string }[];
  readonly workload: readonly { readonly steps: readonly { readonly id?: string }[]; readonly when?: object }[];
  readonly observe: readonly { readonly name: string; readonly counter?: string }[];
}

/** Names a scenario uses without having them, or gives twice. */
export function checkNames(scenario: ScenarioData): DataProblem[] {
  const hosts = scenario.hosts.map((host) => (typeof host === "string" ? host : host.name));
  const steps = scenario.workload.flatMap((thread) => thread.steps.flatMap(({ id }) => id ?? []));
  const given = {
    parameter: scenario.parameters.map(({ name }) => name),
    host: hosts,
    socket: scenario.sockets.map(({ id }) => id),
    step: steps,
  };
  const names: Names = {
    parameter: new Set(given.parameter),
    host: new Set(given.host),
    socket: new Set(given.socket),
    step: new Set(given.step),
  };
  const counters: readonly string[] = counterNames;
  return [
    ...twice(given.parameter, "parameters"),
    ...twice(given.host, "hosts"),
    ...twice(given.socket, "sockets"),
    ...twice(scenario.observe.map(({ name }) => name), "observe"),
    ...(["hosts", "links", "sockets", "workload", "observe", "cpus", "configured"] as const).flatMap((part) =>
      dangling((scenario as unknown as Readonly<Record<string, unknown>>)[part], [part], part, names),
    ),
    ...scenario.workload.flatMap(({ when = {} }, at) =>
      Object.keys(when).flatMap((name) => danglingName(`$${name}`, ["workload", at, "when", name], "when", names)),
    ),
    ...scenario.observe.flatMap(({ counter }, at): DataProblem[] =>
      counter === undefined || counters.includes(counter)
        ? []
        : [{ path: ["observe", at, "counter"], message: `the machine has no counter ${counter}` }],
    ),
  ]; // prettier-ignore
}

function twice(names: readonly string[], part: string): DataProblem[] {
  return names.flatMap((name, at) =>
    names.indexOf(name) < at ? [{ path: [part, at], message: `${name} is there twice` }] : [],
  );
}

/** Walks through data; `word` is the property a value belongs to. */
function dangling(value: unknown, path: DataPath, word: string, names: Names): DataProblem[] {
  if (typeof value === "string") return danglingName(value, path, word, names);
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, at) => dangling(item, [...path, at], word, names));
  return Object.entries(value).flatMap(([name, inner]) => dangling(inner, [...path, name], name, names));
}

function danglingName(name: string, path: DataPath, word: string, names: Names): DataProblem[] {
  const isParameter = name.startsWith("$");
  const what = isParameter ? "parameter" : kinds.find(({ words }) => (words as readonly string[]).includes(word))?.what;
  // Of a step with several results, each is ID.NAME.
  const own = word === "result" ? (name.split(".")[0] ?? "") : name;
  const wanted = isParameter ? name.slice(1) : own;
  if (what === undefined || names[what].has(wanted)) return [];
  const known = [...names[what]];
  const others = known.length > 0 ? `; there are: ${known.join(", ")}` : "";
  return [{ path, message: `there is no ${what} ${wanted}${others}` }];
}
