import { inlineCode, stripMarkdown } from "./markdown";

/** A way on from an explanation. The host decides what opening it means. */
export type Door =
  | { readonly kind: "lesson"; readonly label: string; readonly lesson: string }
  | { readonly kind: "document"; readonly label: string; readonly url: string };

/** One paragraph of an explanation, by the part it plays. Texts are inline Markdown, users' text in them escaped. */
export type Block =
  | { readonly role: "title" | "facts" | "warning" | "body" | "note" | "sign"; readonly text: string }
  | { readonly role: "list"; readonly items: readonly string[] }
  /** Keys and fields worth explaining next. */
  | { readonly role: "names"; readonly label: string; readonly names: readonly string[] }
  | { readonly role: "doors"; readonly doors: readonly Door[] };

export type Explanation = readonly Block[];

/** Makes a Markdown link of a door; `undefined` leaves it out. */
export type DoorLink = (door: Door) => string | undefined;

const linkDocuments: DoorLink = (door) => (door.kind === "document" ? `[${door.label}](${door.url})` : undefined);

/** Makes Markdown of a name that can be explained. */
export type NameLink = (name: string) => string;

/** The explanation as Markdown. Hosts that can open lessons and explain names pass their own links. */
export function toMarkdown(
  explanation: Explanation,
  link: DoorLink = linkDocuments,
  nameLink: NameLink = inlineCode,
): string {
  return explanation
    .map((block) => {
      switch (block.role) {
        case "list":
          return block.items.map((item) => `- ${item}`).join("\n");
        case "names":
          return `**${block.label}** ${block.names.map(nameLink).join(", ")}`;
        case "doors":
          return block.doors
            .map(link)
            .filter((text) => text !== undefined)
            .join(" · ");
        default:
          return block.text;
      }
    })
    .filter((text) => text !== "")
    .join("\n\n");
}

/** The explanation as plain text for a terminal. */
export function toPlainText(explanation: Explanation): string {
  return explanation
    .map((block) => {
      switch (block.role) {
        case "list":
          return block.items.map((item) => `  - ${stripMarkdown(item)}`).join("\n");
        case "names":
          return `${block.label} ${block.names.join(", ")}`;
        case "doors":
          return block.doors
            .map((door) => (door.kind === "document" ? `${door.label}: ${door.url}` : `${door.label} (${door.lesson})`))
            .join("\n");
        default:
          return stripMarkdown(block.text).replaceAll("  \n", "\n");
      }
    })
    .filter((text) => text !== "")
    .join("\n\n");
}
