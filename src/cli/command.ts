import { readFile } from "node:fs/promises";
import path from "node:path";
import { loadKnowledge, type Knowledge } from "../core/knowledge/knowledge";
import { parseKernelVersion } from "../core/knowledge/kernelVersion";
import { languages, type KernelVersion, type Language } from "../core/knowledge/types";

/** Where a command writes. */
export interface Output {
  readonly out: (text: string) => void;
  /** One complaint, on standard error with the program's name in front. */
  readonly err: (text: string) => void;
}

/** Option values as given; commands check what they use. */
export interface Options {
  readonly format?: string | undefined;
  readonly kernel?: string | undefined;
  readonly lang?: string | undefined;
  readonly baseline?: string | undefined;
  readonly "fail-on"?: string | undefined;
  readonly "no-inline-ignore"?: boolean | undefined;
  readonly "stdin-name"?: string | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly as?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly config?: string | undefined;
  readonly seed?: string | undefined;
  readonly list?: boolean | undefined;
  readonly compare?: boolean | undefined;
  readonly until?: string | undefined;
  readonly proc?: readonly string[] | undefined;
  readonly timeline?: boolean | undefined;
  readonly step?: string | undefined;
  readonly log?: boolean | undefined;
  readonly schema?: boolean | undefined;
  readonly vary?: readonly string[] | undefined;
  readonly runs?: string | undefined;
  readonly jobs?: string | undefined;
  readonly stdin?: boolean | undefined;
}

export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** Returns the exit status; throws `UsageError` for wrong operands or options. */
  run(operands: readonly string[], options: Options, output: Output): Promise<number>;
}

/** The command line makes no sense: exit status 2. */
export class UsageError extends Error {}

/** The value of `--format`, one of `formats`; the first is the default. */
export function formatOf<Format extends string>(options: Options, formats: readonly [Format, ...Format[]]): Format {
  if (options.format === undefined) return formats[0];
  const format = formats.find((candidate) => candidate === options.format);
  if (!format) throw new UsageError(`--format ${options.format}: one of ${formats.join(", ")} is needed`);
  return format;
}

/** The value of `--kernel`; `undefined` stands for the newest covered. */
export function kernelOf(options: Options): KernelVersion | undefined {
  if (options.kernel === undefined) return undefined;
  const kernel = parseKernelVersion(options.kernel);
  if (!kernel) throw new UsageError(`--kernel ${options.kernel}: a release such as 6.1 is needed`);
  return kernel;
}

/** The value of `--lang`, else the locale of the environment. */
export function languageOf(options: Options): Language {
  if (options.lang !== undefined) {
    const language = languages.find((candidate) => candidate === options.lang?.toLowerCase());
    if (!language) throw new UsageError(`--lang ${options.lang}: one of ${languages.join(", ")} is needed`);
    return language;
  }
  const locale = process.env["LC_ALL"] || process.env["LC_MESSAGES"] || process.env["LANG"] || "";
  return locale.toLowerCase().startsWith("zh") ? "zh-cn" : "en";
}

/** The knowledge that lies beside the program. */
export async function readKnowledge(language: Language): Promise<Knowledge> {
  return loadKnowledge(await readFile(path.join(__dirname, "content", `knowledge.${language}.jsonl`), "utf8"));
}
