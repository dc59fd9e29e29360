import type { SysctlEntry } from "../knowledge/types";

/** Page of the kernel's own documentation that treats the key, at the key where the browser can find it. */
export function kernelDocumentUrl(entry: SysctlEntry): string | undefined {
  for (const source of entry.sources) {
    if (!("doc" in source) || !source.doc.endsWith(".rst")) continue;
    const leaf = entry.name.split(".").at(-1) ?? entry.name;
    return `https://docs.kernel.org/${source.doc.replace(/\.rst$/, ".html")}#:~:text=${encodeURIComponent(leaf)}`;
  }
  return undefined;
}
