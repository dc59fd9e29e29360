import type { ProcRequest } from "../core/simulator/scenario/procAt";
import { parseTime } from "../core/simulator/time";
import { UsageError } from "./command";

/** A simulated time such as `250ms`, `1.5s`, `80us`; a number alone is nanoseconds. `option` says what it belongs to. */
export function timeOf(text: string, option: string): number {
  const ns = parseTime(text);
  if (ns !== undefined) return ns;
  throw new UsageError(`${option} ${text}: a time up to an hour is needed, such as 250ms, 1.5s or 80us`);
}

/** `[HOST:]NAME[@T]`, such as `server:softnet_stat@100ms`. */
export function procRequestOf(text: string): ProcRequest {
  const at = text.lastIndexOf("@");
  const file = at < 0 ? text : text.slice(0, at);
  const colon = file.indexOf(":");
  const [host, name] = colon < 0 ? [undefined, file] : [file.slice(0, colon), file.slice(colon + 1)];
  if (name.trim() === "" || host === "") throw new UsageError(`--proc ${text}: [HOST:]NAME[@TIME] is needed`);
  return { host, name, atNs: at < 0 ? undefined : timeOf(text.slice(at + 1), "--proc") };
}
