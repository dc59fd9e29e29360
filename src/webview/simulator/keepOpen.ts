/** Draws a part of the page anew; what the reader has opened or closed in it stays so, and who was there stays there. */
export function keepOpen(place: HTMLElement, draw: () => void): void {
  const known = new Map([...place.querySelectorAll("details")].map((one) => [titleOf(one), one.open]));
  const top = place.querySelector("pre")?.scrollTop ?? 0;
  const focused = [...place.querySelectorAll<HTMLElement>("button, summary, select, [tabindex]")].indexOf(document.activeElement as HTMLElement); // prettier-ignore
  draw();
  for (const one of place.querySelectorAll("details")) one.open = known.get(titleOf(one)) ?? one.open;
  const log = place.querySelector("pre");
  if (log) log.scrollTop = top;
  if (focused >= 0) place.querySelectorAll<HTMLElement>("button, summary, select, [tabindex]")[focused]?.focus();
}

function titleOf(details: HTMLDetailsElement): string {
  return details.querySelector("summary")?.textContent ?? "";
}
