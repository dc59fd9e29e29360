import * as vscode from "vscode";
import { createLineIndex } from "../../core/documents/lineIndex";
import type { Span } from "../../core/documents/sysctlConf";
import type { FileSummary, SummedSetting } from "../../core/diagnose/workspace/summary";
import type { Knowledge } from "../../core/knowledge/knowledge";
import { parseSysctlName } from "../../core/knowledge/sysctlName";
import { findingSource, severityOf } from "../diagnostics";
import { codeOf } from "../explainRule";
import { findingsIn } from "../findings";
import type { Host } from "../host";
import { checksFile, contentLanguage } from "../settings";
import { fileOf } from "../settingsIndex";

/** Something wrong in a file that need not be open. */
export interface ReviewFinding {
  readonly severity: vscode.DiagnosticSeverity;
  readonly code: string;
  readonly message: string;
  readonly range: vscode.Range;
}

/** A file that sets something we know, or that has findings. */
export interface Review {
  readonly uri: vscode.Uri;
  /** How many lines set keys we know. */
  readonly settings: number;
  /** Where one goes from its name: its first setting. */
  readonly start: vscode.Range;
  readonly findings: readonly ReviewFinding[];
}

/** So many files are read at once. */
const readAtOnce = 16;

/** Makes the reviews of a workspace; what did not change since the last time is not judged again. */
export interface Reviewer {
  /** In the order of their places. */
  reviews(): Promise<readonly Review[]>;
  /** What files are judged by has changed. */
  forget(): void;
}

export function createReviewer(host: Host): Reviewer {
  const texts = new WeakMap<FileSummary, string>();
  let known = new WeakMap<FileSummary, readonly ReviewFinding[]>();

  async function textOf(summary: FileSummary, uri: vscode.Uri): Promise<string> {
    const open = vscode.workspace.textDocuments.find((document) => fileOf(document.uri) === summary.file);
    if (open) return open.getText();
    const text = texts.get(summary) ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    texts.set(summary, text);
    return text;
  }

  async function judge(summary: FileSummary, uri: vscode.Uri): Promise<readonly ReviewFinding[]> {
    const judged = known.get(summary);
    if (judged || !checksFile(uri)) return judged ?? [];
    const text = await textOf(summary, uri);
    const placeOf = createLineIndex(text);
    const findings = (await findingsIn(host, { uri, text, file: uri.path })).map(
      ({ severity, code, message, span }) => ({
        severity: severityOf[severity],
        code,
        message,
        range: rangeOf(span, placeOf),
      }),
    );
    known.set(summary, findings);
    return findings;
  }

  async function review(summary: FileSummary, knowledge: Knowledge): Promise<Review | undefined> {
    const settings = summary.settings.filter(({ key }) => isKnown(key, knowledge));
    const uri = host.settingsIndex.uriOf(summary.file);
    const findings = summary.settings.length === 0 ? [] : await judge(summary, uri);
    if (settings.length === 0 && findings.length === 0) return undefined;
    return { uri, settings: settings.length, start: startOf(settings[0]), findings };
  }

  return {
    forget: () => void (known = new WeakMap()),
    reviews: async () => {
      const knowledge = await host.knowledge(contentLanguage());
      const summaries = await host.settingsIndex.summaries();
      const found: Review[] = [];
      const waiting = summaries.filter(({ settings }) => settings.length > 0);
      const files = new Set(waiting.map(({ file }) => file));
      const next = async (): Promise<void> => {
        for (let summary = waiting.pop(); summary; summary = waiting.pop()) {
          const made = await review(summary, knowledge).catch(host.logError);
          if (made) found.push(made);
        }
      };
      await Promise.all(Array.from({ length: readAtOnce }, next));
      found.push(...shownElsewhere(files));
      return found.sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
    },
  };
}

/** Files that only the editor shows, such as those without a name, by the findings shown in them. */
function shownElsewhere(files: ReadonlySet<string>): readonly Review[] {
  return vscode.languages.getDiagnostics().flatMap(([uri, all]) => {
    const own = all.filter(({ source }) => source === findingSource);
    const [first] = own;
    if (!first || files.has(fileOf(uri))) return [];
    const findings = own.map((one) => ({
      severity: one.severity,
      code: codeOf(one),
      message: one.message,
      range: one.range,
    }));
    return [{ uri, settings: 0, start: first.range, findings }];
  });
}

function isKnown(key: string, knowledge: Knowledge): boolean {
  const name = parseSysctlName(key);
  return knowledge.find(name) !== undefined || (name.isGlob && knowledge.findAll(name).length > 0);
}

function startOf(setting: SummedSetting | undefined): vscode.Range {
  const [line, column] = setting ? [setting.line - 1, setting.column - 1] : [0, 0];
  return new vscode.Range(line, column, line, column);
}

function rangeOf({ start, end }: Span, placeOf: ReturnType<typeof createLineIndex>): vscode.Range {
  const [from, to] = [placeOf(start), placeOf(end)];
  return new vscode.Range(from.line - 1, from.column - 1, to.line - 1, to.column - 1);
}
