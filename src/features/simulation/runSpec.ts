import * as vscode from "vscode";
import type { FileSetting } from "../../core/simulation/settings";

/** The scheme of everything the simulator shows. */
export const simulationScheme = "netstack-sim";

/** A run as somebody chose it: small enough for the address of a document, and enough to make it again. */
export interface RunSpec {
  /** The id of a scenario, or the address of a file that holds one. */
  readonly scenario: string;
  readonly kernel: string;
  readonly seed: number;
  /** Parameters, as written. */
  readonly set: Readonly<Record<string, string>>;
  /** Sysctls of a file. */
  readonly settings?: { readonly file: string; readonly lines: readonly FileSetting[] };
}

/** What of a run a document shows. */
export type View =
  | { readonly kind: "run" }
  /** The kernel's defaults beside the settings. */
  | { readonly kind: "compare" }
  /** A file of one of the simulated hosts; `at` left out stands for the end of the run. */
  | { readonly kind: "file"; readonly host: string; readonly name: string; readonly at?: string }
  /** What the running kernel did beside what the simulator foretells; `measured` is JSON of the lab. */
  | { readonly kind: "lab"; readonly measured: string };

/** The address of a document; everything that is needed to make it again stands in the query. */
export function addressOf(spec: RunSpec, view: View): vscode.Uri {
  const { scenario, kernel, seed, set, settings } = spec;
  const words: [string, string][] = [
    ["scenario", scenario],
    ["kernel", kernel],
    ["seed", String(seed)],
    ...Object.entries(set).map(([name, value]): [string, string] => ["set", `${name}=${value}`]),
    ...(settings ? [["config", settings.file] as [string, string]] : []),
    ...(settings?.lines ?? []).map(({ line, name, value }): [string, string] => ["line", `${line}:${name}=${value}`]),
    ...Object.entries(view).map(([name, value]): [string, string] => [name === "kind" ? "view" : name, value]),
  ];
  return vscode.Uri.from({ scheme: simulationScheme, path: pathOf(spec, view), query: new URLSearchParams(words).toString() }); // prettier-ignore
}

/** What an address says; `undefined` where it is none of ours. */
export function readAddress(uri: vscode.Uri): { readonly spec: RunSpec; readonly view: View } | undefined {
  const words = new URLSearchParams(uri.query);
  const [scenario, kernel, seed, file] = ["scenario", "kernel", "seed", "config"].map((name) => words.get(name));
  const view = readView(words);
  if (!scenario || !kernel || !/^\d{1,10}$/.test(seed ?? "") || !view) return undefined;
  const lines = words.getAll("line").flatMap((text) => {
    const [, line, name, value] = /^(\d+):([^=]+)=([^]*)$/.exec(text) ?? [];
    return line && name && value !== undefined ? [{ line: Number(line), name, value }] : [];
  });
  const set = words.getAll("set").map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]);
  const spec = { scenario, kernel, seed: Number(seed), set: Object.fromEntries(set) as RunSpec["set"] };
  return { spec: file ? { ...spec, settings: { file, lines } } : spec, view };
}

function readView(words: URLSearchParams): View | undefined {
  const [kind, host, name, at, measured] = ["view", "host", "name", "at", "measured"].map((one) => words.get(one));
  if (kind === "run" || kind === "compare") return { kind };
  if (kind === "file" && host && name) return at ? { kind, host, name, at } : { kind, host, name };
  return kind === "lab" && measured ? { kind, measured } : undefined;
}

/** What the title of the editor is made of. */
function pathOf({ scenario, settings }: RunSpec, view: View): string {
  const id = nameOf(scenario).replace(/(?:\.scenario)?\.ya?ml$/, "");
  if (view.kind === "file") return `/${id}/${view.host}/${isCommand(view.name) ? view.name : `proc/${view.name}`}`;
  const parts = [id, ...(view.kind === "lab" ? ["kernel"] : settings ? [nameOf(settings.file)] : [])];
  return `/${parts.join(" ").replace(/[^\w. -]+/g, "_")}.md`;
}

/** Files of /proc have no blanks in their names. */
function isCommand(name: string): boolean {
  return name.includes(" ");
}

/** The last part of an address. */
export function nameOf(address: string): string {
  return vscode.Uri.parse(address).path.split("/").at(-1) ?? address;
}
