import assert from "node:assert/strict";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { escapeMarkdown, inlineCode, stripMarkdown } from "../../src/core/explain/markdown";
import { seeded } from "../support/property";

const markdown = new MarkdownIt({ html: true, linkify: true });

describe("text of a user's file in Markdown", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "`",
          "``",
          "[x](command:a)",
          "<img src=x onerror=y>",
          "**",
          "\n\n# h",
          "\\",
          "|",
          "![",
          "](",
          "&lt;",
          " ",
          "a",
          "http://x.y",
          "$(zap)",
        ),
      )
      .map((parts) => parts.join("")),
  );

  it("stays one piece of text, whatever it holds", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const made of [inlineCode(text), `x${escapeMarkdown(text)}x`]) {
          const tokens = markdown.parseInline(made, {})[0]?.children ?? [];
          const kinds = tokens
            .map((token) => token.type)
            .filter((type) => !["text", "text_special", "code_inline"].includes(type));
          assert.deepEqual(kinds, [], made);
        }
      }),
      seeded,
    );
  });

  it("is cut when it is long", () => {
    assert.ok(inlineCode("k".repeat(10_000)).length < 100);
    assert.ok(escapeMarkdown("k".repeat(10_000)).length < 100);
  });

  it("comes back from plain text as it was", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,40}$/), (text) => {
        assert.equal(stripMarkdown(escapeMarkdown(text)), text);
        assert.equal(stripMarkdown(inlineCode(text)), text);
      }),
      seeded,
    );
  });

  it("loses the signs of our own Markdown in plain text", () => {
    assert.equal(stripMarkdown("**In effect:** `min(a, b)`, *never* more"), "In effect: min(a, b), never more");
  });
});
