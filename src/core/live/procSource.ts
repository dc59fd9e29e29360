import type { ListFolder } from "./procPath";

/** What came of looking into a file of /proc. */
export type Reading =
  | { readonly kind: "value"; readonly text: string }
  /** There is no such file: another kernel, a module that is not loaded, a device that is not there. */
  | { readonly kind: "absent" }
  /** It may not be read, or it did not come in time. */
  | { readonly kind: "unreadable" };

/** The /proc of a host, or what a test puts in its place. Neither call ever fails. */
export interface ProcSource {
  read(path: string): Promise<Reading>;
  readonly list: ListFolder;
}
