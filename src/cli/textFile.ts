import { readFile, stat } from "node:fs/promises";

/** A file that cannot be used, in words for a person: exit status 2. */
export class UnreadableFile extends Error {}

/** Larger than any configuration; a bound so that a wrong file cannot exhaust the memory. */
const largestBytes = 256 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EISDIR: "is a directory",
};

/**
 * Reads a text file as UTF-8. Broken sequences become U+FFFD, a byte order mark stays in the text.
 * Throws `UnreadableFile` for what is missing, no text or too large.
 */
export async function readTextFile(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > largestBytes) throw new UnreadableFile(`${file}: larger than ${largestBytes / 1024 / 1024} MiB`);
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UnreadableFile(`${file}: ${reasons[code] ?? message}`);
  }
  if (bytes.includes(0)) throw new UnreadableFile(`${file}: a binary file, not text`);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Everything on standard input, as UTF-8. Throws `UnreadableFile` for what is no text or too large. */
async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) throw new UnreadableFile(`standard input: larger than ${largestBytes / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.includes(0)) throw new UnreadableFile("standard input: binary, not text");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** The text of a file, or of standard input for `-`; complains and answers nothing where it cannot be read. */
export async function readOrComplain(file: string, complain: (text: string) => void): Promise<string | undefined> {
  try {
    return file === "-" ? await readStandardInput() : await readTextFile(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    complain(error.message);
    return undefined;
  }
}
