/** Every text of a value with the path to it. */
export function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, `${path}/${key}`));
}

/** Fields written for people; all others are facts, the same in both languages. */
export const prose =
  /\/(summary|explanation|effective|rule|label|raise|lower|risk|note|meaning|defaultRule|sign|points)$/;
