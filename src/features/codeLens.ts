import * as vscode from "vscode";
import type { Knowledge } from "../core/knowledge/knowledge";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { scenariosOf } from "../core/simulation/dependencies";
import type { ScenarioLibrary } from "../core/simulator/scenario/types";
import { toDocumentRange } from "./convert";
import { settingsOf } from "./documentSettings";
import { guarded, type Feature, type Host } from "./host";
import { contentLanguage, onSettingsChange, showsCodeLens } from "./settings";

/** Something that can be done with one setting. */
interface LensAction {
  readonly title: (name: string) => string;
  readonly command: string;
  readonly argument: (key: string, file: string) => unknown;
  /** Whether it can be done with this key. */
  readonly takes: (known: Known, key: string) => boolean;
}

/** What there is to say of keys. */
interface Known {
  readonly knowledge: Knowledge;
  readonly library: ScenarioLibrary;
}

/** What stands above a setting, from left to right. */
const actions: readonly LensAction[] = [
  {
    title: (name) => vscode.l10n.t("Explain {0}", name),
    command: "netstackLens.explain",
    argument: (key) => key,
    takes: ({ knowledge }, key) => {
      const name = parseSysctlName(key);
      return knowledge.find(name) !== undefined || (name.isGlob && knowledge.findAll(name).length > 0);
    },
  },
  {
    title: () => vscode.l10n.t("Simulate"),
    command: "netstackLens.openSimulator",
    argument: (key, file) => ({ file, key: parseSysctlName(key).dotted }),
    takes: ({ library }, key) => scenariosOf(library, parseSysctlName(key).dotted).length > 0,
  },
];

/** Puts what can be done with a setting above it. */
export const codeLens: Feature = (host) => {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    onSettingsChange(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      { scheme: "*" },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: (document) => guarded(host, () => lensesOf(host, document), []),
      },
    ),
  );
};

/** Several settings may stand on one line. */
function lastPartOf(key: string): string {
  return /[^./]*$/.exec(key)?.[0] ?? key;
}

async function lensesOf(host: Host, document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  if (!showsCodeLens(document.uri)) return [];
  const settings = settingsOf(document);
  if (settings.length === 0) return [];
  const language = contentLanguage();
  const [knowledge, library] = await Promise.all([host.knowledge(language), host.scenarios(language)]);
  const file = document.uri.toString();
  return settings.flatMap(({ key, keySpan }) =>
    actions
      .filter(({ takes }) => takes({ knowledge, library }, key))
      .map(({ title, command, argument }) => {
        const range = toDocumentRange(document, keySpan);
        const named = { title: title(lastPartOf(key)), tooltip: key, command, arguments: [argument(key, file)] };
        return new vscode.CodeLens(range, named);
      }),
  );
}
