import type { Page } from "playwright-core";
import { toMarkdown } from "../../../src/core/explain/explanation";
import type { Language } from "../../../src/core/knowledge/types";
import type { Lesson } from "../../../src/core/lessons/lesson";
import { runInputsOf } from "../../../src/core/lessons/runs";
import { explainSubject, subjectOf, termsIn } from "../../../src/core/lessons/samples";
import { perform } from "../../../src/core/simulation/job";
import type { RunResult } from "../../../src/core/simulator/scenario/run";
import type { FromLessonPanel, LessonLabels, ToLessonPanel } from "../../../src/protocol/lesson";
import { isFromLessonPanel } from "../../../src/protocol/lessonChecks";
import { realKnowledge } from "../../support/knowledge";
import { readSections } from "../../support/lessons";
import { realScenarios } from "../../support/simulate";
import { openPanelPage, type PanelPage } from "./panelPage";

/** The lesson panel in a plain page, with the extension's part played here by the same core. */
export interface LessonDesk {
  readonly panel: PanelPage;
  readonly page: Page;
  /** Shows a lesson; `answered` and `read` are how far the reader is. */
  show(
    lesson: Lesson,
    reading?: { readonly answered?: Readonly<Record<string, number>>; readonly read?: readonly string[] },
    anchor?: string,
  ): Promise<void>;
  /** Messages of a kind the panel has sent since the lesson was shown. */
  heard<Type extends FromLessonPanel["type"]>(type: Type): Promise<readonly Extract<FromLessonPanel, { type: Type }>[]>;
  /** Waits until the panel has sent one. */
  untilHeard(type: FromLessonPanel["type"]): Promise<void>;
  /** What the panel asks for is no longer answered by itself. */
  silence(...types: readonly FromLessonPanel["type"][]): void;
  close(): Promise<void>;
}

/** All fixed texts of the panel. */
export function panelLabels(language: Language): LessonLabels {
  const { wording } = realKnowledge(language).data;
  return Object.fromEntries(Object.entries(wording).filter(([name]) => /^(?:panel|context|punctuation)\./.test(name))) as LessonLabels; // prettier-ignore
}

/** The message that shows a lesson. */
export function showMessage(
  lesson: Lesson,
  answered: Readonly<Record<string, number>> = {},
  read: readonly string[] = [],
): Extract<ToLessonPanel, { type: "showLesson" }> {
  const { lessons, lessonPaths: paths } = realKnowledge(lesson.language).data;
  return {
    type: "showLesson",
    lesson,
    labels: panelLabels(lesson.language),
    lessons,
    paths,
    reading: { read, answered },
  };
}

/** What a simulation of a lesson comes to. */
export function playSimulation(lesson: Lesson, id: string): readonly RunResult[] {
  const simulation = lesson.simulations.find((one) => one.id === id);
  if (!simulation) throw new Error(`no simulation ${id}`);
  const inputs = runInputsOf(simulation, realScenarios(), realKnowledge(lesson.language));
  const pieces = perform({
    kind: "play",
    runs: inputs.map((input) => ({ ...input, record: { mostPoints: 300, mostEvents: 0 } })),
  });
  let piece = pieces.next();
  while (!piece.done) piece = pieces.next();
  return piece.value as readonly RunResult[];
}

export async function openLessonDesk(): Promise<LessonDesk> {
  const panel = await openPanelPage("lesson");
  const silent = new Set<string>();
  let lesson: Lesson | undefined;
  let begin = 0;
  let answeredUpTo = 0;
  let isBusy = false;

  const answer = (message: FromLessonPanel): ToLessonPanel | undefined => {
    if (!lesson || silent.has(message.type)) return undefined;
    const knowledge = realKnowledge(lesson.language);
    switch (message.type) {
      case "simulate":
        return {
          type: "simulation",
          lesson: lesson.id,
          id: message.id,
          state: { kind: "done", results: playSimulation(lesson, message.id) },
        };
      case "findTerms":
        return {
          type: "terms",
          request: message.request,
          terms: message.texts.map(({ kind, text }) => {
            const subject = kind === "code" ? subjectOf(text, knowledge) : undefined;
            return subject ? [{ start: 0, end: text.length, subject }] : termsIn(text, knowledge);
          }),
        };
      case "explain": {
        const link = (name: string): string =>
          `[${name}](command:netstackLens.explain?${encodeURIComponent(JSON.stringify([name]))})`;
        const explanation = explainSubject(message.subject, knowledge) ?? [];
        return { type: "explanation", request: message.request, markdown: toMarkdown(explanation, undefined, link) };
      }
      case "loadSearch":
        return { type: "searchSections", language: message.language, sections: readSections(message.language) };
      default:
        return undefined;
    }
  };
  const turn = async (): Promise<void> => {
    if (isBusy || panel.page.isClosed()) return;
    isBusy = true;
    try {
      const sent = await panel.page.evaluate((from) => window.panelSent.slice(from), answeredUpTo);
      answeredUpTo += sent.length;
      for (const message of sent) {
        const reply = isFromLessonPanel(message) ? answer(message) : undefined;
        if (reply) await panel.send(reply);
      }
    } catch {
      // The page is being closed.
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void turn(), 20);
  const heard = async <Type extends FromLessonPanel["type"]>(
    type: Type,
  ): Promise<readonly Extract<FromLessonPanel, { type: Type }>[]> =>
    (await panel.received())
      .slice(begin)
      .filter(
        (message): message is Extract<FromLessonPanel, { type: Type }> =>
          isFromLessonPanel(message) && message.type === type,
      );
  return {
    panel,
    page: panel.page,
    heard,
    untilHeard: async (type) => {
      await panel.page.waitForFunction(
        ([from, wanted]) => window.panelSent.slice(from).some((one) => (one as { type?: string }).type === wanted),
        [begin, type] as const,
      );
    },
    show: async (shown, { answered, read } = {}, anchor) => {
      silent.clear();
      lesson = shown;
      begin = (await panel.received()).length;
      await panel.send({ ...showMessage(shown, answered, read), anchor });
    },
    silence: (...types) => types.forEach((type) => silent.add(type)),
    close: async () => {
      clearInterval(timer);
      await panel.close();
    },
  };
}
