import { fill } from "../../core/knowledge/wording";
import type { PanelLabels } from "../../protocol/simulatorPanel";

/** Says a text of the panel in the reader's language. */
export type Words = (id: string, values?: Readonly<Record<string, string | number>>) => string;

/** A text that is missing shows its name, so that a mistake of ours is seen and nothing breaks. */
export function createWords(labels: PanelLabels): Words {
  return (id, values = {}) => {
    const text = Object.hasOwn(labels, id) ? labels[id] : undefined;
    return text === undefined ? id : fill(text, values);
  };
}
