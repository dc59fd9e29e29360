import type { LessonPanelState } from "../../protocol/lesson";

type Place = NonNullable<LessonPanelState["place"]>;

/** What covers the top of the page. */
function coveredPx(): number {
  return document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
}

function blocksOf(article: HTMLElement): readonly Element[] {
  return [...article.children].flatMap((one) => (one.classList.contains("body") ? [...one.children] : [one]));
}

/** Where the reader is: the first block that is not scrolled away. It is the same block in the other language. */
export function placeIn(article: HTMLElement): Place {
  const top = coveredPx();
  const blocks = blocksOf(article);
  const block = Math.max(0, blocks.findIndex((one) => one.getBoundingClientRect().bottom > top)); // prettier-ignore
  return { block, offset: Math.round((blocks[block]?.getBoundingClientRect().top ?? top) - top) };
}

/** Scrolls to where the reader was. */
export function scrollToPlace(article: HTMLElement, { block, offset }: Place): void {
  const target = blocksOf(article)[block];
  if (target) window.scrollTo(0, target.getBoundingClientRect().top + scrollY - coveredPx() - offset);
}
