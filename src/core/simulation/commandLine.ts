/** A run as `simulate` on the command line takes it. */
export interface CommandLineRun {
  /** An id, or a file. */
  readonly scenario: string;
  readonly kernel: string;
  readonly seed: number;
  readonly set: Readonly<Record<string, string>>;
  /** The file whose settings are sysctls. */
  readonly config?: string | undefined;
}

/** The command that makes the same run in a POSIX shell. */
export function simulateCommand({ scenario, kernel, seed, set, config }: CommandLineRun): string {
  return shellCommand([
    "netstack-lens",
    "simulate",
    scenario,
    ...(config === undefined ? [] : ["--config", config]),
    ...settingWords(set),
    "--kernel",
    kernel,
    "--seed",
    String(seed),
  ]);
}

/** The command that makes the same measurement. */
export function labCommand({ scenario, set }: Pick<CommandLineRun, "scenario" | "set">): string {
  return shellCommand(["netstack-lens", "lab", scenario, ...settingWords(set), "--compare"]);
}

function settingWords(set: CommandLineRun["set"]): string[] {
  return Object.entries(set).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
}

/** Words as one line of a POSIX shell, quoted where needed. */
export function shellCommand(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}
