import type { ProcSource } from "../../../src/core/live/procSource";

/** A /proc of some files; what is not given is absent, and what is `null` cannot be read. */
export function procOf(files: Readonly<Record<string, string | null>>): ProcSource & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    read: (path) => {
      asked.push(path);
      const text = files[path];
      if (text === undefined) return Promise.resolve({ kind: "absent" });
      return Promise.resolve(text === null ? { kind: "unreadable" } : { kind: "value", text });
    },
    list: (path) => {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
      return Promise.resolve([...new Set(inside.map((file) => file.slice(path.length + 1).split("/")[0] ?? ""))]);
    },
  };
}

/** The same by keys: `/proc/sys` of a host. */
export function sysctlsOf(keys: Readonly<Record<string, string | null>>): ReturnType<typeof procOf> {
  return procOf(
    Object.fromEntries(Object.entries(keys).map(([path, value]) => [`/proc/sys/${path}`, value && `${value}\n`])),
  );
}
