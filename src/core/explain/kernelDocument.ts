import type { Source } from "../knowledge/types";

/** Page of the kernel's own documentation that treats a key or field, at its name where the browser can find it. */
export function kernelDocumentUrl(name: string, sources: readonly Source[]): string | undefined {
  for (const source of sources) {
    if (!("doc" in source) || !source.doc.endsWith(".rst")) continue;
    const leaf = name.split(".").at(-1) ?? name;
    return `https://docs.kernel.org/${source.doc.replace(/\.rst$/, ".html")}#:~:text=${encodeURIComponent(leaf)}`;
  }
  return undefined;
}
