import { liveNote } from "../../core/live/liveNote";
import type { Lesson } from "../../core/lessons/lesson";
import type { LiveNote } from "../../protocol/lesson";
import type { Host } from "../host";
import { liveValueOf } from "../live/liveValue";

/** What the keys of a lesson hold on this host now; empty where that is not looked at. */
export async function liveKeys(host: Host, { keys, language }: Lesson): Promise<readonly LiveNote[]> {
  const knowledge = await host.knowledge(language);
  const notes = await Promise.all(
    keys.map(async (key): Promise<LiveNote[]> => {
      const live = await liveValueOf(host, key);
      const note = live && liveNote(knowledge, live);
      return note && "text" in note ? [{ key, markdown: note.text }] : [];
    }),
  );
  return notes.flat();
}
