import type { Span } from "../documents/sysctlConf";
import { stripMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import type { Rule, Severity } from "../knowledge/types";
import { fill } from "../knowledge/wording";

/** One thing wrong in a document. */
export interface Finding {
  /** Permanent code of the rule; its page is content/rules/CODE.md. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
}

/** What the placeholders of a rule's message stand for; text from a file as Markdown that shows it unchanged. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** Reports a finding by its rule's code, with the values for the rule's message. */
export type Report = (code: string, span: Span, values?: MessageValues) => void;

/** A report that adds to `findings`. A code without a rule is a mistake of ours and throws. */
export function createReport(knowledge: Knowledge, findings: Finding[]): Report {
  const rules = new Map(knowledge.data.rules.map((rule) => [rule.code, rule]));
  return (code, span, values = noValues) => {
    const rule = rules.get(code);
    if (!rule) throw new Error(`no rule ${code}`);
    findings.push(new ReportedFinding(rule, values, span));
  };
}

/** What a rule says, without the details of one finding. */
export function titleOf({ message }: Pick<Rule, "message">): string {
  return message.replace(/\{\w+\}/g, "…");
}

const noValues: MessageValues = {};

/** A generated file may hold a hundred thousand findings, so a message is only written when it is read. */
class ReportedFinding implements Finding {
  constructor(
    private readonly rule: Rule,
    private readonly values: MessageValues,
    readonly span: Span,
  ) {}

  get code(): string {
    return this.rule.code;
  }

  get severity(): Severity {
    return this.rule.severity;
  }

  get message(): string {
    return stripMarkdown(fill(this.rule.message, this.values));
  }
}
