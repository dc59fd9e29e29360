import MarkdownIt from "markdown-it";

// Lessons are ours, yet HTML stays off: a lesson is text, and nothing in it may run.
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

const plainFence = markdown.renderer.rules["fence"];

// Diagrams are only marked here; drawing them is left to diagrams.ts, which loads mermaid when there is one.
markdown.renderer.rules["fence"] = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  if (token?.info.trim() === "mermaid") {
    return `<figure class="diagram"><pre class="diagram-source">${markdown.utils.escapeHtml(token.content)}</pre></figure>\n`;
  }
  return plainFence ? plainFence(tokens, index, options, env, renderer) : "";
};

// Wide tables scroll by themselves instead of widening the page.
markdown.renderer.rules["table_open"] = () => '<div class="table" tabindex="0"><table>\n';
markdown.renderer.rules["table_close"] = () => "</table></div>\n";

/** A lesson's Markdown as HTML, each diagram as a `figure.diagram` that holds its source. */
export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
