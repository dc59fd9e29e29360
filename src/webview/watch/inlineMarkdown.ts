import { element } from "../shared/elements";

/** Inline Markdown of our own texts, code spans and emphasis, as elements. Nothing in it is read as HTML. */
export function inlineMarkdown(text: string): readonly (Node | string)[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return element("code", {}, part.slice(1, -1));
      if (part.length > 4 && part.startsWith("**") && part.endsWith("**"))
        return element("strong", {}, part.slice(2, -2));
      if (part.length > 2 && part.startsWith("*") && part.endsWith("*")) return element("em", {}, part.slice(1, -1));
      return part;
    });
}
