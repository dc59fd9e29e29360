import MarkdownIt from "markdown-it";
import { isFlowchart } from "../../core/lessons/plainLesson";
import type { Section } from "../../core/lessons/sections";

/** What the text being rendered has come to; rendering is one piece of work, so there is one at a time. */
interface Rendering {
  readonly headings: readonly Section[];
  heading: number;
  /** Flowcharts, which simulations are tied to by their number. */
  flowchart: number;
  /** Numbers of a simulation stand in buttons, where links cannot. */
  readonly withoutLinks: boolean;
}

let now: Rendering = begin();

function begin(headings: readonly Section[] = [], withoutLinks = false): Rendering {
  return { headings, heading: 0, flowchart: 0, withoutLinks };
}

// Lessons are ours, yet HTML stays off: a lesson is text, and nothing in it may run.
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable("image");
markdown.validateLink = (url) => /^(?:https:|sim:)/.test(url);

/** Explanations of the extension may link to commands. */
const explanations = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable("image");
explanations.validateLink = (url) => /^(?:https|command):/.test(url);

const { escapeHtml } = markdown.utils;
const { rules } = markdown.renderer;
const plainFence = rules["fence"];

// What needs more than text is only marked here; other parts of the page fill it in.
rules["fence"] = (tokens, index, options, env, renderer) => {
  const token = tokens[index];
  const content = escapeHtml(token?.content ?? "");
  switch (token?.info.trim()) {
    case "mermaid":
      return `<figure class="diagram" data-flowchart="${isFlowchart(token.content) ? ++now.flowchart : 0}"><pre class="diagram-source">${content}</pre></figure>\n`;
    case "prediction":
      return `<div data-prediction="${content.trim()}"></div>\n`;
    case "simulation":
      return `<div data-simulation="${content.trim()}"></div>\n`;
    case "console":
      return `<pre class="console" tabindex="0"><code>${content.trimEnd()}</code></pre>\n`;
    default:
      return (plainFence?.(tokens, index, options, env, renderer) ?? "").replace("<pre>", '<pre tabindex="0">');
  }
};

rules["heading_open"] = (tokens, index, options, _env, renderer) => {
  const anchor = now.headings[now.heading++]?.anchor;
  if (anchor) tokens[index]?.attrSet("id", anchor);
  return renderer.renderToken(tokens, index, options);
};

// Numbers of a simulation lead to it.
rules["link_open"] = (tokens, index, options, _env, renderer) => {
  const address = String(tokens[index]?.attrGet("href") ?? "");
  if (now.withoutLinks) return '<span class="figure">';
  if (!address.startsWith("sim:")) return renderer.renderToken(tokens, index, options);
  const [, id = ""] = /^sim:([\w-]+)/.exec(address) ?? [];
  return `<a class="figure" href="#simulation-${id}" data-figure="${escapeHtml(address)}">`;
};
rules["link_close"] = () => (now.withoutLinks ? "</span>" : "</a>");

// Wide tables scroll by themselves instead of widening the page.
rules["table_open"] = () => '<div class="table" tabindex="0"><table>\n';
rules["table_close"] = () => "</table></div>\n";

/** A lesson's Markdown as HTML; diagrams, questions and simulations are marked by `data-` attributes. */
export function renderMarkdown(text: string, sections: readonly Section[]): string {
  now = begin(sections.filter(({ anchor }) => anchor !== ""));
  return markdown.render(text);
}

/** One line of Markdown, such as the caption of a simulation. */
export function renderInline(text: string, { withoutLinks = false } = {}): string {
  now = begin([], withoutLinks);
  return markdown.renderInline(text);
}

/** An explanation with its command links. */
export function renderExplanation(text: string): string {
  return explanations.render(text);
}
