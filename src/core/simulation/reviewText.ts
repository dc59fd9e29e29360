import { inlineCode } from "../explain/markdown";
import type { Wording } from "../knowledge/wording";
import type { FigureRow } from "./figureRows";
import type { Sentence } from "./narrate";
import type { Difference } from "./narrateDifference";
import { document, prose, table } from "./report";

/** What a note for a review is made of. */
export interface ReviewContent {
  readonly title: string;
  readonly madeWith: string;
  readonly command: string;
  readonly study: {
    readonly runs: readonly { readonly name: string; readonly sentences: readonly Sentence[] }[];
    readonly differences: readonly Difference[];
    readonly observed: readonly (FigureRow & { readonly why: string })[];
  };
}

/** A study as Markdown to be pasted into a review: what happened, what is different and why, how to see it again. */
export function reviewText({ title, madeWith, command, study }: ReviewContent, wording: Wording): string {
  const { runs, differences, observed } = study;
  const several = runs.length > 1;
  const list = (texts: readonly string[]): string => texts.map((text) => `- ${prose(text)}`).join("\n");
  const names = runs.map(({ name }) => prose(name));
  const header = [wording["simulator.counter"], ...names, ...(several ? [wording["simulator.change"], wording["simulator.why"]] : [])];
  const rows = observed.map(({ name, before, after, change, why }) =>
    several ? [inlineCode(name), prose(before), prose(after), change, prose(why)] : [inlineCode(name), prose(after)],
  );
  return document([
    `## ${prose(title)}`,
    prose(madeWith),
    ...(differences.length > 0 ? [`### ${wording["simulator.difference"]}`, list(differences.map(({ text }) => text))] : []),
    table(header, several ? "lrrrl" : "lr", rows),
    ...runs.flatMap(({ name, sentences }) => [
      `### ${wording["simulator.happened"]}${several ? ` (${prose(name)})` : ""}`,
      list(sentences.map(({ text }) => text)),
    ]),
    `\`\`\`console\n$ ${command}\n\`\`\``,
  ]);
} // prettier-ignore
