import type { LessonPath } from "../knowledge/types";

/** The lessons before and after one on a path; only those that can be read. */
export function neighboursOn(
  path: Pick<LessonPath, "lessons">,
  lesson: string,
  isAvailable: (lesson: string) => boolean,
): { readonly previous: string | undefined; readonly next: string | undefined } {
  const readable = path.lessons.filter((one) => one === lesson || isAvailable(one));
  const at = readable.indexOf(lesson);
  return { previous: at > 0 ? readable[at - 1] : undefined, next: at < 0 ? readable[0] : readable[at + 1] };
}

const prompt = /^\s*[$#] (.*)$/;

/** The commands of a console block, without prompts and without what they printed. */
export function commandsOf(block: string): string {
  const lines: string[] = [];
  let goesOn = false;
  for (const line of block.split("\n")) {
    const command: string | undefined = goesOn ? line : prompt.exec(line)?.[1];
    goesOn = command !== undefined && command.endsWith("\\");
    if (command !== undefined) lines.push(command);
  }
  return lines.join("\n");
}
