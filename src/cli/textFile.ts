import { lstatSync, readFileSync, statSync, type Stats } from "node:fs";

/** A file that cannot be used, in words for a person. */
export class UnreadableFile extends Error {}

/** Larger than any configuration; a bound so that a wrong file cannot exhaust the memory. */
const largestBytes = 256 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "a loop of links",
  ENAMETOOLONG: "the name is too long",
};

/**
 * Reads a text file as UTF-8. Broken sequences become U+FFFD, a byte order mark stays in the text.
 * Throws `UnreadableFile` for what is missing, no text or too large, and for what may never end. Synchronous: file by
 * file, the way over other threads takes several times as long as the reading.
 */
export function readTextFile(file: string): string {
  try {
    const found = statSync(file);
    const kind = kindOf(found);
    if (kind && !isOpenPipe(file, found)) throw new UnreadableFile(`${file}: ${kind}, not a file`);
    if (found.size > largestBytes) throw new UnreadableFile(`${file}: ${tooLarge}`);
    return toText(readFileSync(file), file);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`${file}: ${isLink(file) ? "a link; behind it, " : ""}${reasonOf(error)}`);
  }
}

/** Why the system refused something, in words for a person. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

/** Everything on standard input, as UTF-8. Throws `UnreadableFile` for what is no text or too large. */
export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) throw new UnreadableFile(`standard input: ${tooLarge}`);
    chunks.push(chunk);
  }
  return toText(Buffer.concat(chunks), "standard input");
}

/** The text of a file, or of standard input for `-`; complains and answers nothing where it cannot be read. */
export async function readOrComplain(file: string, complain: (text: string) => void): Promise<string | undefined> {
  try {
    return file === "-" ? await readStandardInput() : readTextFile(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    complain(error.message);
    return undefined;
  }
}

const tooLarge = `larger than ${largestBytes / 1024 / 1024} MiB`;

function toText(bytes: Buffer, name: string): string {
  if (bytes.includes(0)) throw new UnreadableFile(`${name}: a binary file, not text`);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** What something is that is no file. */
function kindOf(found: Stats): string | undefined {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a pipe";
  if (found.isSocket()) return "a socket";
  return found.isFile() ? undefined : "a device";
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

/** What a shell hands over for `<(command)`; opening it waits for nobody, unlike a pipe with a name of its own. */
function isOpenPipe(file: string, found: Stats): boolean {
  return found.isFIFO() && /^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/.test(file);
}
