import type { LessonSimulation } from "../../core/lessons/lesson";
import { playbackOf, type NodeState, type Playback } from "../../core/lessons/playback";
import type { RunResult } from "../../core/simulator/scenario/run";
import type { LessonLabels } from "../../protocol/lesson";
import { element } from "../shared/elements";
import type { Diagrams } from "./diagrams";
import { levelText, lightNodes, nodeText } from "./litDiagram";
import type { LessonPage } from "./page";
import { createPlayer } from "./player";

/** A recorded run that plays in its diagram. */
export interface RunView {
  readonly element: HTMLElement;
  play(): void;
}

/** The player of a simulation with the diagram it is tied to; `undefined` where it is tied to none. */
export function createRunView(
  { labels, signal }: LessonPage,
  simulation: LessonSimulation,
  results: readonly RunResult[],
  diagrams: Diagrams,
): RunView | undefined {
  const { nodes, diagram: number } = simulation;
  const playbacks = results.flatMap(({ timeline }) => (timeline && nodes ? [playbackOf(timeline, nodes)] : []));
  const figure = number === undefined ? undefined : diagrams.copyOf(number);
  let [playback] = playbacks;
  if (!playback || !figure || number === undefined) return undefined;

  const names = new Map<string, string>();
  const drawings = new Set<SVGSVGElement>();
  const levels = element("ul", { class: "levels" });
  const announcement = element("p", { class: "unseen", role: "status" });
  let states: readonly NodeState[] = [];
  const player = createPlayer(labels, signal, (step, byHand) => {
    states = playback?.stateAt(step) ?? [];
    for (const drawing of drawings) if (drawing.isConnected) lightNodes(drawing, states);
    levels.replaceChildren(...states.map((state) => levelItem(state, names, labels)));
    const changed = states.filter(({ hasChanged }) => hasChanged).map((state) => describe(state, names, labels));
    if (byHand) announcement.textContent = changed.join("; ");
  });
  const showRun = (chosen: Playback, atEnd: boolean): void => {
    playback = chosen;
    player.set(chosen.times, atEnd ? chosen.times.length - 1 : 0);
  };
  diagrams.onDrawn(number, (drawing) => {
    for (const old of drawings) if (!old.isConnected) drawings.delete(old);
    drawings.add(drawing);
    for (const node of Object.keys(nodes ?? {})) names.set(node, nodeText(drawing, node) ?? node);
    lightNodes(drawing, states);
    levels.replaceChildren(...states.map((state) => levelItem(state, names, labels)));
  });
  showRun(playback, true);
  const choice = playbacks.length > 1 ? runChoice(simulation, labels, (run) => { showRun(playbacks[run] ?? playbacks[0] as Playback, true); }) : undefined; // prettier-ignore
  const controls = element("div", { class: "controls" }, ...(choice ? [choice] : []), player.element);
  return {
    element: element("div", { class: "run" }, controls, levels, figure, announcement),
    play: () => player.play(),
  };
}

function describe(state: NodeState, names: ReadonlyMap<string, string>, labels: LessonLabels): string {
  return `${names.get(state.node) ?? state.node}${labels["punctuation.colon"]}${levelText(state)}`;
}

function levelItem(state: NodeState, names: ReadonlyMap<string, string>, labels: LessonLabels): HTMLElement {
  return element("li", { class: state.hasChanged && "changed" }, describe(state, names, labels));
}

/** Which of the two runs is played. */
function runChoice({ id }: LessonSimulation, labels: LessonLabels, choose: (run: number) => void): HTMLElement {
  const choices = (["panel.before", "panel.after"] as const).map((label, run) => {
    const input = element("input", { type: "radio", name: `run-${id}`, checked: run === 0 });
    input.addEventListener("change", () => choose(run));
    return element("label", {}, input, labels[label]);
  });
  return element("fieldset", { class: "runs" }, element("legend", { class: "unseen" }, labels["panel.shownRun"]), ...choices); // prettier-ignore
}
