import { qualifiedNameOf } from "../../core/knowledge/dumpIndex";
import type { Knowledge } from "../../core/knowledge/knowledge";
import { fill } from "../../core/knowledge/wording";
import { findCounter } from "../../core/live/counters";
import type { Watched } from "../../core/live/watch";
import { watchLabels, type WatchItem, type WatchLabels } from "../../protocol/watch";

/** A counter as the panel shows it, from what is known of it. */
export function itemOf(knowledge: Knowledge, { id, group, shows, field, place, key, limit }: Watched): WatchItem {
  const { units, wording, lessons } = knowledge.data;
  const isThere = (lesson: string): boolean => lessons.some((one) => one.id === lesson && one.available);
  const scope = wording[`dump.${place.scope}`];
  return {
    id,
    group,
    shows,
    summary: field.summary,
    meaning: field.meaning,
    points: field.points,
    unit: units[field.unit].label,
    growth: field.growth ?? "normal",
    scope: place.isSum ? `${scope} · ${wording["live.sum"]}` : scope,
    key,
    limitKey: limit?.key,
    lesson: field.lessons?.find(isThere),
  };
}

/** The panel's texts. */
export function labelsOf({ data: { wording } }: Knowledge, hostName: string): WatchLabels {
  const texts = watchLabels.map((name) => [name, wording[`watch.${name}`]] as const);
  const labels = Object.fromEntries(texts) as Record<(typeof watchLabels)[number], string>;
  return { ...labels, title: fill(labels.title, { host: hostName }) };
}

/** What "Explain Setting or Counter…" knows a counter by. */
export function explainedName(knowledge: Knowledge, id: string): string {
  const hit = findCounter(knowledge, id);
  return hit ? qualifiedNameOf(hit) : id;
}
