import { inlineCode } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";
import { fill, type WordingId } from "../knowledge/wording";
import { document, table } from "../simulation/report";
import type { ComparedKey, Comparison } from "./compareWithHost";
import type { Effect } from "./effect";
import { plainText } from "./sameMeaning";

/** What a comparison is told with. */
export interface HostReport {
  /** The file's name. */
  readonly file: string;
  readonly host: string;
  readonly kernel: KernelVersion;
  /** When the host was read, as the reader writes times. */
  readonly readAt: string;
  /** Markdown of a key: a link to its explanation, where there is one. */
  readonly keyLink: (name: string) => string;
  /** How the same is shown side by side. */
  readonly sideBySide: string;
}

type Part = "changes" | "stays" | "same";

/** The parts of the document, and what stands in which. */
const parts: readonly Part[] = ["changes", "stays", "same"];
const partOf = ({ kind }: Effect): Part => {
  if (kind === "same") return "same";
  return ["raises", "lowers", "changes", "mayChange"].includes(kind) ? "changes" : "stays";
};

/** A file beside a host as a document: how many of what, then what the file would change, would not, and the same. */
export function reportHost(knowledge: Knowledge, { keys, isCut }: Comparison, report: HostReport): string {
  const { wording } = knowledge.data;
  const { file, host, kernel, readAt, keyLink, sideBySide } = report;
  const header = (["key", "line", "inFile", "running", "default", "effect"] as const).map((column) => wording[`compare.${column}`]); // prettier-ignore
  const tables = parts.flatMap((part) => {
    const rows = keys.filter(({ effect }) => partOf(effect) === part).map((key) => rowOf(knowledge, key, keyLink));
    return rows.length === 0 ? [] : [`## ${wording[`compare.${part}`]}`, table(header, "lr", rows)];
  });
  return document([
    `# ${fill(wording["compare.title"], { file: inlineCode(file), host: inlineCode(host) })}`,
    countsOf(knowledge, keys),
    fill(wording["compare.madeWith"], { kernel, time: readAt }),
    ...tables,
    ...(isCut ? [fill(wording["compare.cut"], { count: keys.length })] : []),
    fill(wording["compare.again"], { command: inlineCode(sideBySide) }),
  ]);
}

/** `12 settings: 7 the same · 3 raised · 1 not on this host`. */
function countsOf({ data: { wording } }: Knowledge, keys: readonly ComparedKey[]): string {
  const counts = new Map<WordingId, number>();
  for (const { effect } of keys) counts.set(summaryOf(effect), (counts.get(summaryOf(effect)) ?? 0) + 1);
  const texts = [...counts].sort(([, a], [, b]) => b - a).map(([id, count]) => fill(wording[id], { count }));
  const total = fill(wording["compare.total"], { count: keys.length });
  return `**${total}**${texts.length > 0 ? `${wording["punctuation.colon"]}${texts.join(" · ")}` : ""}`;
}

function summaryOf({ kind }: Effect): WordingId {
  switch (kind) {
    case "same":
      return "count.same";
    case "raises":
    case "lowers":
    case "changes":
    case "refused":
    case "overridden":
      return `count.${kind}`;
    case "mayChange":
    case "template":
    case "unreadable":
    case "secret":
    case "action":
    case "elsewhere":
    case "conditional":
    case "unknownKey":
      return "count.unclear";
    default:
      return "count.absent";
  }
}

function rowOf(knowledge: Knowledge, key: ComparedKey, keyLink: HostReport["keyLink"]): readonly string[] {
  const { wording } = knowledge.data;
  const code = (text: string | undefined): string => (text === undefined || text === "" ? "–" : inlineCode(text));
  const name = knowledge.find(parseSysctlName(key.name)) ? keyLink(key.name) : inlineCode(key.name);
  const shown = key.pattern === undefined ? name : fill(wording["compare.by"], { key: name, pattern: inlineCode(key.pattern) }); // prettier-ignore
  const written = plainText(key.written);
  return [shown, String(key.line), code(written), code(key.running), code(key.default), effectText(knowledge, key)]; // prettier-ignore
}

/** One sentence on what the file would make of a key. */
export function effectText({ data: { wording } }: Knowledge, { effect, written }: ComparedKey): string {
  switch (effect.kind) {
    case "same":
    case "raises":
    case "lowers":
    case "changes":
    case "mayChange": {
      const sentence = wording[`effect.${effect.kind}`];
      if (!effect.isSpeltOtherwise) return sentence;
      const values = { effect: sentence, written: inlineCode(plainText(written)), stored: inlineCode(effect.stored) };
      return fill(wording["effect.storedAs"], values);
    }
    case "refused":
      return fill(wording["effect.refused"], { errno: effect.errno, reason: effect.reason });
    case "overridden":
      return fill(wording["effect.overridden"], { line: effect.later });
    case "noModule":
      return fill(wording["effect.noModule"], { module: inlineCode(effect.module) });
    case "noDevice":
      return fill(wording["effect.noDevice"], { device: inlineCode(effect.device) });
    case "removed":
    case "notYet":
      return fill(wording[`effect.${effect.kind}`], { kernel: effect.kernel });
    default:
      return wording[`effect.${effect.kind}`];
  }
}
