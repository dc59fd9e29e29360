/** Stands in for the editor's module in tests outside of it: enough for features that only make texts. */

interface Place {
  readonly path: string;
}

export const Uri = {
  joinPath: ({ path }: Place, ...segments: readonly string[]): Place => ({ path: [path, ...segments].join("/") }),
};
