/** A module of Node; `undefined` in the web extension host. */
export function nodeModule<Id extends keyof NodeModules>(id: Id): NodeModules[Id] | undefined {
  return typeof process === "undefined" ? undefined : process.getBuiltinModule?.(id);
}
