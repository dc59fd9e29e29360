import { textOf, type SettingPlace } from "./sysctlConf";
import { fieldOf, resolve, type YamlMap, type YamlNode } from "./yamlTree";

/** Which nodes hold the sysctls of pods and containers: `securityContext.sysctls` and `services.NAME.sysctls`. */
export type Places = Map<YamlNode, SettingPlace>;

/** Looks for pods and services below a node; what an alias stands for is found where it is used. */
export function findPlaces(text: string, node: YamlNode, places: Places): void {
  if (node.kind === "list") for (const item of node.items) findPlaces(text, item, places);
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    const name = textOf(text, key.span);
    const below = resolve(value);
    if (below?.kind === "map" && /^(?:pod)?securityContext$/i.test(name)) {
      add(places, fieldOf(below, "sysctls"), { kind: "pod", hostNetwork: says(text, node, "hostNetwork", "true") });
    } else if (below?.kind === "map" && name === "services") {
      for (const { value: service } of below.entries) addService(text, resolve(service), places);
    }
    if (value) findPlaces(text, value, places);
  }
}

function addService(text: string, service: YamlNode | undefined, places: Places): void {
  if (service?.kind !== "map") return;
  const hostNetwork = says(text, service, "network_mode", "host");
  add(places, fieldOf(service, "sysctls"), { kind: "container", hostNetwork });
}

/** Sysctls that several services share stand in the machine's network as soon as one of them does. */
function add(places: Places, sysctls: YamlNode | undefined, place: SettingPlace): void {
  if (sysctls && !places.get(sysctls)?.hostNetwork) places.set(sysctls, place);
}

function says(text: string, map: YamlMap, field: string, word: string): boolean {
  const value = fieldOf(map, field);
  return value?.kind === "scalar" && textOf(text, value.span) === word;
}
