/** The parts of JSON Schema that content/schema/scenario.schema.json is written with. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** Where something stands in data: names of properties and positions in lists. */
export type DataPath = readonly (string | number)[];

/** What is wrong with some data, for the person who wrote it. */
export interface DataProblem {
  readonly path: DataPath;
  readonly message: string;
}

type Data = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Checks data against a schema and says in words what is wrong; nothing for data that fits. */
export function checkData(data: unknown, root: Schema): DataProblem[] {
  return new Checker(root).check(data, root, []);
}

class Checker {
  constructor(private readonly root: Schema) {}

  check(data: unknown, given: Schema, path: DataPath): DataProblem[] {
    const schema = this.resolved(given);
    const options = schema.oneOf ?? schema.anyOf;
    const own = this.checkOwn(data, schema, path);
    if (!options || own.length > 0) return own;
    const fitting = options.find((option) => this.check(data, option, path).length === 0);
    if (fitting) return [];
    const meant = this.meant(data, options);
    return meant ? this.check(data, meant, path) : [{ path, message: `${this.expected(schema)} is needed` }];
  }

  private resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...others } = schema;
    const target = this.root.definitions?.[$ref.replace("#/definitions/", "")];
    if (!target) throw new Error(`the schema has no ${$ref}`);
    return { ...this.resolved(target), ...others };
  }

  private checkOwn(data: unknown, schema: Schema, path: DataPath): DataProblem[] {
    const isWrong =
      !hasType(data, schema.type) ||
      (schema.const !== undefined && data !== schema.const) ||
      (schema.enum !== undefined && !schema.enum.includes(data)) ||
      (typeof data === "string" && !fitsText(data, schema)) ||
      (typeof data === "number" && (data < (schema.minimum ?? -Infinity) || data > (schema.maximum ?? Infinity)));
    if (isWrong) return [{ path, message: `${this.expected(schema)} is needed` }];
    if (Array.isArray(data)) return this.checkList(data, schema, path);
    return isObject(data) ? this.checkObject(data, schema, path) : [];
  }

  private checkList(data: readonly unknown[], { items, minItems = 0, maxItems = Infinity }: Schema, path: DataPath): DataProblem[] {
    if (data.length < minItems) return [{ path, message: `at least ${minItems} needed` }];
    if (data.length > maxItems) return [{ path, message: `no more than ${maxItems} can be` }];
    return items ? data.flatMap((item, at) => this.check(item, items, [...path, at])) : [];
  } // prettier-ignore

  private checkObject(data: Data, schema: Schema, path: DataPath): DataProblem[] {
    const { properties = {}, required = [], additionalProperties = true, propertyNames } = schema;
    const known = Object.keys(properties);
    const missing = required.filter((name) => !Object.hasOwn(data, name));
    if (Object.keys(data).length < (schema.minProperties ?? 0)) return [{ path, message: "something has to be here" }];
    return [
      ...missing.map((name) => ({ path, message: `${name} is missing` })),
      ...Object.entries(data).flatMap(([name, value]): DataProblem[] => {
        const at = [...path, name];
        if (Object.hasOwn(properties, name)) return this.check(value, properties[name] ?? {}, at);
        if (additionalProperties === false)
          return [{ path: at, message: `${name} is unknown here; known: ${listed(known)}` }];
        const wrongName = propertyNames ? this.check(name, propertyNames, at) : [];
        return [...wrongName, ...(additionalProperties === true ? [] : this.check(value, additionalProperties, at))];
      }),
    ];
  }

  /** Of several forms, the one that some data is written in: by the words it uses, then by its properties. */
  private meant(data: unknown, options: readonly Schema[]): Schema | undefined {
    if (!isObject(data)) return undefined;
    const objects = options.map((option) => this.resolved(option)).filter(({ properties }) => properties);
    const speaks = ({ properties = {} }: Schema): boolean =>
      Object.entries(properties).every(([name, { const: word }]) => word === undefined || data[name] === word);
    const named = objects.filter(speaks);
    const shared = ({ properties = {} }: Schema): number =>
      Object.keys(data).filter((name) => Object.hasOwn(properties, name)).length;
    const [best] = [...named].sort((a, b) => shared(b) - shared(a));
    return best;
  }

  /** What could stand there, in words. */
  private expected(given: Schema): string {
    const schema = this.resolved(given);
    const options = schema.oneOf ?? schema.anyOf;
    if (options) return [...new Set(options.flatMap((option) => this.words(option)))].join(", or ");
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return `one of ${schema.enum.join(", ")}`;
    if (schema.pattern?.startsWith("^\\$")) return "$NAME of a parameter";
    if (schema.type === "integer" && (schema.minimum !== undefined || schema.maximum !== undefined))
      return `a whole number from ${schema.minimum ?? "-∞"} to ${schema.maximum ?? "∞"}`;
    if (schema.pattern !== undefined) return `a text like ${schema.pattern}`;
    return { integer: "a whole number", number: "a number", string: "a text", boolean: "true or false", array: "a list", object: "a map" }[schema.type ?? ""] ?? "something else"; // prettier-ignore
  }

  /** Of a choice of maps that a word tells apart, the words. */
  private words(option: Schema): string {
    const { properties } = this.resolved(option);
    const word = Object.entries(properties ?? {}).find(([, { const: only }]) => only !== undefined);
    return word ? `${word[0]}: ${word[1].const}` : this.expected(option);
  }
}

function hasType(data: unknown, type: string | undefined): boolean {
  if (type === undefined) return true;
  if (type === "integer") return Number.isSafeInteger(data);
  if (type === "array") return Array.isArray(data);
  if (type === "object") return isObject(data);
  return typeof data === type;
}

function fitsText(text: string, { minLength = 0, pattern }: Schema): boolean {
  return text.length >= minLength && (pattern === undefined || new RegExp(pattern, "u").test(text));
}

function listed(words: readonly string[]): string {
  return words.length > 0 ? words.join(", ") : "nothing";
}
