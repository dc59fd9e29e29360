import type { Explanation } from "../../core/explain/explanation";
import { counterPlace, figureAt, findCounter } from "../../core/live/counters";
import { liveNote, withNote, type LiveValue } from "../../core/live/liveNote";
import { procPathOf } from "../../core/live/procPath";
import { isSameValue, plainText } from "../../core/live/sameMeaning";
import type { FieldHit } from "../../core/knowledge/dumpIndex";
import type { Knowledge } from "../../core/knowledge/knowledge";
import { parseSysctlName } from "../../core/knowledge/sysctlName";
import type { Host } from "../host";
import { contentLanguage } from "../settings";
import type { RunningHost } from "./liveHost";
import { within } from "./procReader";

/** A hover appears without what takes longer. */
const hoverPatienceMs = 50;

/**
 * What a key (in either notation) or a counter (`TcpExtListenDrops`, `TcpExt.ListenDrops`, `softnet_stat:dropped`)
 * holds now. `undefined` where the running machine is not looked at, or does not have it.
 */
export async function liveValueOf(host: Host, name: string): Promise<LiveValue | undefined> {
  const running = host.live();
  if (typeof running === "string") return undefined;
  const knowledge = await host.knowledge(contentLanguage());
  const key = await keyValue(knowledge, running, name);
  if (key) return key;
  const hit = findCounter(knowledge, name);
  return hit && counterValue(running, name, hit);
}

async function keyValue(knowledge: Knowledge, running: RunningHost, key: string): Promise<LiveValue | undefined> {
  const name = parseSysctlName(key);
  const path = procPathOf(knowledge, name);
  const reading = path === undefined ? undefined : await running.read(path);
  if (reading?.kind !== "value") return undefined;
  const scope = knowledge.find(name)?.scope === "namespace" ? "namespace" : "machine";
  return { name: name.dotted, value: plainText(reading.text), kind: "sysctl", scope, isSum: false, host: running.name };
}

async function counterValue(running: RunningHost, name: string, hit: FieldHit): Promise<LiveValue | undefined> {
  const place = counterPlace(hit);
  if (!place) return undefined;
  const reading = await running.read(place.path);
  const figure = reading.kind === "value" ? figureAt(place, reading.text) : undefined;
  if (figure === undefined) return undefined;
  const { scope, isSum } = place;
  return { name, value: String(figure), kind: "counter", scope, isSum, host: running.name };
}

/** An explanation of a key or counter with what this machine has now, if that is there at once. */
export async function withLiveNote(
  host: Host,
  explanation: Explanation,
  subject: { readonly name: string; readonly written?: string | undefined } | { readonly hit: FieldHit },
): Promise<Explanation> {
  const running = host.live();
  if (typeof running === "string") return explanation;
  const note = async (): Promise<Explanation> => {
    const knowledge = await host.knowledge(contentLanguage());
    const live = "hit" in subject ? await counterValue(running, "", subject.hit) : await liveValueOf(host, subject.name); // prettier-ignore
    if (!live) return explanation;
    const written = "hit" in subject ? undefined : subject.written;
    return withNote(explanation, liveNote(knowledge, live, written === undefined ? undefined : await isSame(knowledge, running, live, written))); // prettier-ignore
  };
  return (await within(hoverPatienceMs, note())) ?? explanation;
}

async function isSame(
  knowledge: Knowledge,
  running: RunningHost,
  { name, value, kind }: LiveValue,
  written: string,
): Promise<boolean | undefined> {
  const entry = kind === "sysctl" ? knowledge.find(parseSysctlName(name)) : undefined;
  const kernel = (await running.kernel()) ?? knowledge.data.newestKernel;
  const current = (key: string): string | undefined => (key === name ? value : undefined);
  return entry && isSameValue(knowledge, { entry, name, value: written, kernel, current });
}
