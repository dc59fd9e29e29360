import type { Span } from "../../documents/sysctlConf";

/** A change of the text that mends a finding. */
export interface Fix {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
  /** There is no doubt that it is what was meant. */
  readonly isPreferred: boolean;
}
