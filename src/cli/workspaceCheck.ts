import { readlink } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "../core/diagnose/finding";
import { diagnoseWorkspace } from "../core/diagnose/workspace/diagnoseWorkspace";
import { concernsMachine, summarize, type FileSummary } from "../core/diagnose/workspace/summary";
import { hidingPlaces } from "../core/documents/precedence";
import type { Knowledge } from "../core/knowledge/knowledge";
import type { KernelVersion } from "../core/knowledge/types";
import type { PlacedFinding } from "./report";
import { UnreadableFile } from "./textFile";

/** Makes of the findings of a file on its own all there are. */
export type Join = (own: readonly Finding[]) => readonly Finding[];

/** Judges the files of one run together. Only summaries are kept of those that concern others. */
export class WorkspaceCheck {
  readonly #summaries: FileSummary[] = [];
  /** By the absolute path, which tells the place of a file on its machine, the name it was given. */
  readonly #names = new Map<string, string>();

  /** Takes note of a file. */
  note(file: string, text: string): void {
    const absolute = path.resolve(file);
    if (this.#names.has(absolute) || !concernsMachine(absolute)) return;
    this.#names.set(absolute, file);
    this.#summaries.push(summarize(text, absolute));
  }

  /**
   * The findings with those of files beside others. `again` checks a file once more, its own findings joined with
   * those.
   */
  async finish(
    findings: readonly PlacedFinding[],
    again: (file: string, join: Join) => readonly PlacedFinding[],
    { knowledge, kernel }: { readonly knowledge: Knowledge; readonly kernel: KernelVersion | undefined },
  ): Promise<readonly PlacedFinding[]> {
    const all = [...this.#summaries, ...(await masksOf(this.#summaries))];
    const { files, join } = diagnoseWorkspace(all, knowledge, { kernel });
    if (files.size === 0) return findings;
    const byFile = new Map<string, PlacedFinding[]>();
    for (const finding of findings) {
      const ofFile = byFile.get(finding.file);
      if (ofFile) ofFile.push(finding);
      else byFile.set(finding.file, [finding]);
    }
    for (const absolute of files) {
      const file = this.#names.get(absolute) ?? absolute;
      try {
        byFile.set(file, [...again(file, (own) => join(absolute, own))]);
      } catch (error) {
        // What is gone meanwhile keeps the findings it had.
        if (!(error instanceof UnreadableFile)) throw error;
      }
    }
    return [...byFile.values()].flat();
  }
}

/** Links to /dev/null, by which a file of another directory is switched off. */
async function masksOf(summaries: readonly FileSummary[]): Promise<readonly FileSummary[]> {
  const places = new Set(summaries.flatMap(({ machine }) => (machine ? hidingPlaces(machine) : [])));
  const masks: FileSummary[] = [];
  for (const place of places) {
    const target = await readlink(place).catch(() => undefined);
    if (target === "/dev/null") masks.push(summarize("", place));
  }
  return masks;
}
