import type { Dump, DumpField } from "./types";

/** A field and the dump it stands in. */
export interface FieldHit {
  readonly dump: Dump;
  readonly field: DumpField;
  /** The dump that describes the field, where `dump` only shares it. */
  readonly owner?: Dump;
}

/** What of a dump the lookups need: everything but its texts. */
export interface DumpOutline extends Pick<Dump, "id" | "places" | "sharesFieldsOf"> {
  readonly fields: readonly Pick<DumpField, "name" | "group" | "column" | "aliases" | "netstat">[];
}

/** Lookups over the fields of all dumps. A dump is read when something of it is asked for. */
export interface DumpIndex {
  readonly outlines: readonly DumpOutline[];
  all(): readonly Dump[];
  /** The dumps with that id or read from that place. */
  findDumps(idOrPlace: string): readonly Dump[];
  /** The dump's own fields, then those it shares with others. */
  fieldsOf(dump: Dump): readonly DumpField[];
  /**
   * The fields a name may mean: `TcpExtListenDrops` as nstat prints it, `softnet_stat:dropped` or
   * `softnet_stat:2` by dump and name or column, or a bare `ListenDrops`, which several dumps may have.
   */
  find(name: string): readonly FieldHit[];
}

/** What to call a field where its dump is not plain from the place. */
export function qualifiedNameOf({ dump, field, owner = dump }: FieldHit): string {
  return owner.layout === "paired-lines" ? joinedName(field) : `${dump.id}:${labelOf(field)}`;
}

/** As nstat joins the group of a line and a name: `TcpExt` and `ListenDrops` to `TcpExtListenDrops`. */
function joinedName({ group = "", name }: Pick<DumpField, "group" | "name">): string {
  return `${group}${name}`;
}

/** As the line of the dump has them: `TCP inuse`. */
export function labelOf({ group, name }: Pick<DumpField, "group" | "name">): string {
  return group === undefined ? name : `${group} ${name}`;
}

/** Where a field is told of, and in which dump it stands. */
interface Place {
  readonly dump: number;
  readonly owner: number;
  readonly field: number;
}

/**
 * Builds the lookups once; a lookup is one map access, or a walk over the families when that finds nothing.
 * `read` gives the dump of an outline, by its position.
 */
export function createDumpIndex(outlines: readonly DumpOutline[], read: (position: number) => Dump): DumpIndex {
  const positions = new Map(outlines.map((outline, position) => [outline.id, position]));
  const exact = new Map<string, Place[]>();
  const families: { readonly name: string; readonly place: Place }[] = [];
  const patterns = new Map<string, RegExp>();
  const dumps: Dump[] = [];
  const readOnce = (position: number): Dump => (dumps[position] ??= read(position));

  /** The dump and those it shares fields of, each once. */
  function lineage(position: number, seen = new Set<number>()): readonly number[] {
    if (seen.has(position)) return [];
    seen.add(position);
    for (const id of outlines[position]?.sharesFieldsOf ?? []) {
      const other = positions.get(id);
      if (other !== undefined) lineage(other, seen);
    }
    return [...seen];
  }

  function add(name: string, place: Place): void {
    if (name.includes("*")) families.push({ name, place });
    const places = exact.get(name);
    if (!places) exact.set(name, [place]);
    else if (!places.some((one) => one.dump === place.dump && one.field === place.field)) places.push(place);
  }

  for (const [dump, outline] of outlines.entries()) {
    const taken = new Set<string>();
    for (const owner of lineage(dump)) {
      for (const [index, field] of (outlines[owner]?.fields ?? []).entries()) {
        const label = labelOf(field);
        // A dump's own field hides the one it would share.
        if (taken.has(label)) continue;
        taken.add(label);
        const place = { dump, owner, field: index };
        const names = [field.name, ...(field.aliases ?? []), label, joinedName(field)];
        if (field.netstat !== undefined) names.push(field.netstat, labelOf({ ...field, name: field.netstat }));
        for (const name of new Set(names)) {
          add(`${outline.id}:${name}`, place);
          if (owner === dump) add(name, place);
        }
        if (field.column !== undefined) {
          // Parts of one token, `rtt:0.1/0.2`, are counted within their group.
          add(`${outline.id}:${field.group ?? ""}#${field.column}`, place);
          add(`${outline.id}:${field.column}`, place);
        }
      }
    }
  }

  function placesOf(name: string): readonly Place[] {
    const places = exact.get(name);
    if (places) return places;
    return families.filter((family) => patternOf(family.name).test(name)).map(({ place }) => place);
  }

  function patternOf(name: string): RegExp {
    let pattern = patterns.get(name);
    if (!pattern) {
      const literals = name.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
      pattern = new RegExp(`^${literals.join("[0-9]+")}$`);
      patterns.set(name, pattern);
    }
    return pattern;
  }

  return {
    outlines,
    all: () => outlines.map((_, position) => readOnce(position)),
    findDumps: (name) =>
      outlines.flatMap(({ id, places }, position) =>
        id === name || places.includes(name) ? [readOnce(position)] : [],
      ),
    fieldsOf: ({ id }) => lineage(positions.get(id) ?? -1).flatMap((position) => readOnce(position).fields),
    find: (name) =>
      placesOf(name).flatMap(({ dump, owner, field: index }) => {
        const field = readOnce(owner).fields[index];
        return field ? [{ dump: readOnce(dump), field, owner: readOnce(owner) }] : [];
      }),
  };
}
