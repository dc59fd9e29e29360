/**
 * Directories that hold a sysctl.d, those first whose file hides the ones of the same name in the others:
 * `CONF_PATHS_NULSTR` of systemd and `PreloadSystem` of procps 4.0 (before 4.0, /run came before /etc). /lib is
 * /usr/lib on merged systems.
 */
const directories = ["etc", "run", "usr/local/lib", "usr/lib", "lib"] as const;

export type Directory = (typeof directories)[number];

/** A file of a machine's configuration, by where it lies. */
export interface MachineFile {
  /** As it was named. */
  readonly file: string;
  /** What stands before etc, run or usr: files of one root belong to one machine. */
  readonly root: string;
  /** Below the root, with a slash in front. */
  readonly path: string;
  readonly directory: Directory;
  readonly kind: "sysctl.d" | "sysctl.conf" | "tuned" | "tuned-main" | "modules-load" | "other";
  /** The name without its folders; of a TuneD profile, the profile's. */
  readonly name: string;
}

/** What lies below etc, run or usr/lib, for each kind; the first group is the name. */
const kinds = [
  ["sysctl.d", /^sysctl\.d\/([^/.][^/]*\.conf)$/],
  ["sysctl.conf", /^(sysctl\.conf)$/],
  ["tuned", /^tuned\/(?:profiles\/)?([^/]+)\/tuned\.conf$/],
  ["tuned-main", /^tuned\/(tuned-main\.conf)$/],
  ["modules-load", /^modules-load\.d\/([^/]+\.conf)$/],
  ["modules-load", /^(modules)$/],
] as const;

/**
 * Where a file stands on its machine; `undefined` for one below no etc, run or usr/lib. A folder `sysctl.d` that
 * stands in none of them counts as one of etc.
 */
export function placeOnMachine(file: string): MachineFile | undefined {
  const segments = file.replaceAll("\\", "/").split("/");
  for (let at = segments.length - 2; at >= 0; at--) {
    const directory = directoryAt(segments, at);
    if (directory === undefined) continue;
    const below = segments.slice(at + directory.split("/").length).join("/");
    const placed = kindOf(below, directory);
    const root = segments.slice(0, at).join("/");
    if (placed) return { file, root, path: `/${directory}/${below}`, directory, ...placed };
  }
  const placed = kindOf(segments.slice(-2).join("/"), "etc");
  if (placed?.kind !== "sysctl.d") return undefined;
  return { file, root: segments.slice(0, -2).join("/"), path: `/sysctl.d/${placed.name}`, directory: "etc", ...placed };
}

/** The directory whose name begins at a segment, and of which the segment is no later part. */
function directoryAt(segments: readonly string[], at: number): Directory | undefined {
  if (segments[at] === "lib" && /^(?:usr|local)$/.test(segments[at - 1] ?? "")) return undefined;
  return directories.find((one) => one === segments.slice(at, at + one.split("/").length).join("/"));
}

function kindOf(below: string, directory: Directory): Pick<MachineFile, "kind" | "name"> | undefined {
  for (const [kind, pattern] of kinds) {
    const name = pattern.exec(below)?.[1];
    if (name !== undefined) return { kind, name };
  }
  const isConfiguration = directory === "etc" || directory === "usr/lib";
  return isConfiguration ? { kind: "other", name: below.slice(below.lastIndexOf("/") + 1) } : undefined;
}

/** What applies a machine's sysctl files at boot, or when somebody calls for it. */
export type Loader = "systemd-sysctl" | "sysctl --system";

/** The files of a machine as a loader takes them. */
export interface LoadOrder {
  /** Each after those whose settings it overrides. */
  readonly applied: readonly MachineFile[];
  /** Files that are not read, because another of the same name goes first. */
  readonly hidden: ReadonlyMap<MachineFile, MachineFile>;
}

const stoodInFor = "99-sysctl.conf";

/**
 * The order in which a loader applies the sysctl.d files and the sysctl.conf of one machine: by name whatever the
 * directory, of each name the file of the first directory only. `sysctl --system` reads /etc/sysctl.conf behind all
 * others; systemd-sysctl reads it where a distribution links /etc/sysctl.d/99-sysctl.conf to it, which is assumed
 * unless the workspace has that name. Sources: `PreloadSystem` in procps, `conf_files_list` in systemd,
 * sysctl.d(5); measured with procps 4.0.2 and systemd 252.
 */
export function loadOrder(files: readonly MachineFile[], loader: Loader): LoadOrder {
  const dropIns = files.filter(({ kind }) => kind === "sysctl.d");
  const main = files.find(({ kind, directory }) => kind === "sysctl.conf" && directory === "etc");
  const isLinked = main && loader === "systemd-sysctl" && !hasLink(files);
  const named = dropIns.map((file) => ({ file, name: file.name }));
  if (isLinked) named.push({ file: main, name: stoodInFor });
  named.sort((a, b) => compare(a.name, b.name) || rankOf(a.file) - rankOf(b.file));

  const hidden = new Map<MachineFile, MachineFile>();
  const applied: MachineFile[] = [];
  let last: { readonly file: MachineFile; readonly name: string } | undefined;
  for (const next of named) {
    if (last?.name === next.name) hidden.set(next.file, last.file);
    else applied.push((last = next).file);
  }
  if (main && loader === "sysctl --system") applied.push(main);
  return { applied, hidden };
}

/** The files show by which name systemd-sysctl finds /etc/sysctl.conf, or that another file has that name. */
export function hasLink(files: readonly MachineFile[]): boolean {
  return files.some(({ kind, directory, name }) => kind === "sysctl.d" && directory === "etc" && name === stoodInFor);
}

/**
 * Where files would lie that hide one of a sysctl.d. A link to /dev/null there is no file to read, and yet hides it.
 */
export function hidingPlaces({ root, directory, kind, name, path }: MachineFile): readonly string[] {
  if (kind !== "sysctl.d" || path !== `/${directory}/sysctl.d/${name}`) return [];
  return directories.slice(0, directories.indexOf(directory)).map((other) => `${root}/${other}/sysctl.d/${name}`);
}

function rankOf({ directory }: MachineFile): number {
  return directories.indexOf(directory);
}

/** strcmp(3), as far as names are plain ASCII. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
