import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";

const root = "/proc/sys";

function fileOf(key: string): string {
  return path.join(root, ...key.split(".").map((segment) => segment.replaceAll("/", ".")));
}

/** Every key below `prefix` in dotted form, with its mode. */
export function listKeys(prefix: string): { readonly key: string; readonly mode: number }[] {
  const folder = fileOf(prefix);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => {
      const file = path.join(item.parentPath, item.name);
      const segments = path.relative(root, file).split(path.sep);
      return { key: segments.map((one) => one.replaceAll(".", "/")).join("."), mode: lstatSync(file).mode & 0o777 };
    });
}

/** What the key reads, words separated by one space; `undefined` where reading fails. */
export function readKey(key: string): string | undefined {
  try {
    return readFileSync(fileOf(key), "utf8").replace(/\s+/g, " ").trim();
  } catch {
    return undefined;
  }
}

/** One write(2) of exactly these characters. Returns the error's name, `undefined` when the kernel took it. */
export function writeKey(key: string, value: string): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(fileOf(key), constants.O_WRONLY);
    writeSync(fd, Buffer.from(value, "utf8"));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
