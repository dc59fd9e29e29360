import type { LessonPath, LessonTitle } from "../../core/knowledge/types";
import type { Lesson } from "../../core/lessons/lesson";
import type { FromLessonPanel, LessonLabels, ReadingState, ToLessonPanel } from "../../protocol/lesson";

/** What the parts of the page share while one lesson is shown. */
export interface LessonPage {
  readonly lesson: Lesson;
  readonly labels: LessonLabels;
  readonly lessons: readonly LessonTitle[];
  readonly paths: readonly LessonPath[];
  /** As it was when the page was made; `watch` tells of changes. */
  readonly reading: ReadingState;
  /** Ends when the lesson gives way to another. */
  readonly signal: AbortSignal;
  readonly post: (message: FromLessonPanel) => void;
}

/** Calls back once each element comes near to what is seen, at most `marginPx` away, until the lesson is over. */
export function whenNear(
  elements: Iterable<Element>,
  signal: AbortSignal,
  marginPx: number,
  callback: (near: readonly HTMLElement[]) => void,
): void {
  const observer = new IntersectionObserver(
    (entries) => {
      const near = entries.filter((entry) => entry.isIntersecting).map(({ target }) => target as HTMLElement);
      for (const one of near) observer.unobserve(one);
      if (near.length > 0) callback(near);
    },
    { rootMargin: `${marginPx}px 0px` },
  );
  for (const one of elements) observer.observe(one);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** Scrolls to a part of the page and hands it the keyboard. */
export function goTo(target: HTMLElement): void {
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}

/** A part of the page that hears what the extension says. */
export interface Part {
  receive(message: ToLessonPanel): void;
}

/** The suggested order that is followed; it may be set. */
export interface ChosenPath {
  id: string | undefined;
}
