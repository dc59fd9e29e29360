import { groupDigits } from "../../core/explain/figures";
import { amountWords } from "../../core/simulation/narrate";
import type { PathReader, PathRow } from "../../core/simulation/pathReader";
import type { Station, Vessel } from "../../core/simulator/timeline/station";
import { element } from "../shared/elements";
import type { Words } from "./words";

/** The picture of one way through one host in one run. */
export interface RowPicture {
  readonly node: HTMLElement;
  /** Shows a moment; `fromNs` is the one shown before. */
  at(ns: number, fromNs: number): void;
  /** The same in words, for somebody who does not see it. */
  words(ns: number): string;
}

/** Vessels of one station that are drawn; of more, the fullest. */
const mostVessels = 4;
/** What was never this full is not drawn beside others. */
const leastShare = 0.01;

/** Draws the stations of a row, in order. */
export function createRow(reader: PathReader, row: PathRow, title: string, counters: Readonly<Record<string, string>>, words: Words): RowPicture {
  const pictures = reader.stations(row).map((station) => createStation(reader, station, counters, words));
  const list = element("ol", { class: "stations", "aria-label": title }, ...pictures.map(({ node }) => node));
  const hasBacklogOf = [...Array(64).keys()].filter((cpu) => reader.find(`cpu${cpu}.ksoftirqdNs`));
  return {
    node: element("section", { class: "row" }, element("h4", {}, title), list),
    at: (ns, fromNs) => {
      const late = isLate(reader, hasBacklogOf, fromNs, ns);
      for (const picture of pictures) picture.at(ns, fromNs, late);
    },
    words: (ns) => pictures.map((picture) => picture.words(ns)).filter((text) => text !== "").join("; "),
  };
} // prettier-ignore

/** Whether ksoftirqd did more of the softirqs' work than softirqs themselves. */
function isLate(reader: PathReader, cpus: readonly number[], fromNs: number, ns: number): boolean {
  const spent = (context: string): number => cpus.reduce((sum, cpu) => sum + reader.value(`cpu${cpu}.${context}Ns`, ns) - reader.value(`cpu${cpu}.${context}Ns`, fromNs), 0); // prettier-ignore
  return cpus.length > 0 && spent("ksoftirqd") > spent("softirq");
}

interface StationPicture {
  readonly node: HTMLElement;
  at(ns: number, fromNs: number, isLate: boolean): void;
  words(ns: number): string;
}

function createStation(reader: PathReader, station: Station, counters: Readonly<Record<string, string>>, words: Words): StationPicture {
  const name = words(`station.${station.kind}`);
  const { endNs } = reader.timeline;
  const fullness = (vessel: Vessel): number => {
    const series = reader.find(vessel.level);
    return series ? series.values.reduce((a, b) => Math.max(a, b), 0) / (reader.level(vessel, endNs).limit ?? 1e12) : -1;
  };
  const sorted = [...station.vessels].sort((a, b) => fullness(b) - fullness(a));
  const drawn = sorted.filter((vessel, at) => at === 0 || fullness(vessel) >= leastShare).slice(0, mostVessels);
  const vessels = drawn.map((vessel) => createVessel(reader, vessel, words));
  const losses = createLosses(reader, station, counters, words);
  const rest = station.vessels.length - drawn.length;
  const node = element("li", { class: `station ${station.context}` },
    element("span", { class: "name" }, name),
    ...(vessels.length > 0 ? [element("div", { class: "vessels" }, ...vessels.map((one) => one.node))] : []),
    ...(rest > 0 ? [element("span", { class: "rest" }, words("more", { count: rest }))] : []),
    losses.node);
  let shown = "";
  return {
    node,
    at: (ns, fromNs, late) => {
      for (const vessel of vessels) vessel.at(ns);
      losses.at(ns);
      const isActive = reader.isActive(station, fromNs, ns);
      const className = `station ${station.context === "softirq" && late ? "ksoftirqd" : station.context}${isActive ? " active" : ""}`;
      if (className !== shown) node.className = shown = className;
    },
    words: (ns) => {
      const parts = [...vessels.map((vessel) => vessel.words(ns)), losses.words(ns)].filter((text) => text !== "");
      return parts.length > 0 ? `${name}: ${parts.join(", ")}` : "";
    },
  };
} // prettier-ignore

interface VesselPicture {
  readonly node: HTMLElement;
  at(ns: number): void;
  words(ns: number): string;
}

function createVessel(reader: PathReader, vessel: Vessel, words: Words): VesselPicture {
  const fluid = element("div", { class: "fluid" });
  const figure = element("span", { class: "figure" });
  const unit = vessel.unit === "bytes" ? "" : words(`unit.${vessel.unit}`);
  const node = element("div", { class: "vessel", title: `${vessel.label} ${unit}`.trim() },
    element("div", { class: "tank", "aria-hidden": "true" }, fluid),
    element("div", { class: "scale" }, element("span", { class: "label" }, vessel.label), figure));
  let [shownFigure, shownFill] = ["", -1];
  const read = (ns: number): { readonly text: string; readonly share: number; readonly isEmpty: boolean } => {
    const { level, limit } = reader.level(vessel, ns);
    const amount = amountWords(level, vessel);
    const text = limit === undefined ? `${amount} ${unit}`.trim() : words("levelOf", { level: amount, limit: amountWords(limit, vessel) });
    return { text, share: limit ? Math.min(1, level / limit) : level > 0 ? 0.5 : 0, isEmpty: level === 0 };
  };
  return {
    node,
    at: (ns) => {
      const { text, share } = read(ns);
      if (text !== shownFigure) figure.textContent = shownFigure = text;
      const fill = Math.round(share * 1000) / 1000;
      if (fill === shownFill) return;
      shownFill = fill;
      fluid.style.transform = `scaleY(${fill})`;
      node.classList.toggle("full", fill >= 1);
    },
    words: (ns) => {
      const { text, isEmpty, share } = read(ns);
      return isEmpty ? "" : `${vessel.label} ${text}${share >= 1 ? ` (${words("full")})` : ""}`;
    },
  };
} // prettier-ignore

interface LossPicture {
  readonly node: HTMLElement;
  at(ns: number): void;
  words(ns: number): string;
}

/** Losses leave sideways, each place with the name of its counter. */
function createLosses(reader: PathReader, station: Station, counters: Readonly<Record<string, string>>, words: Words): LossPicture {
  const { endNs } = reader.timeline;
  const places = reader.losses(station, endNs).map(({ place }) => {
    const count = element("b");
    const name = counters[place] ?? place;
    return { place, name, count, node: element("li", { class: "loss" }, count, " ", element("code", {}, name)), shown: -1 };
  });
  const node = element("ul", { class: "losses" }, ...places.map((one) => one.node));
  node.hidden = places.length === 0;
  const countOf = (place: string, ns: number): number => reader.losses(station, ns).find((one) => one.place === place)?.count ?? 0;
  return {
    node,
    at: (ns) => {
      for (const one of places) {
        const count = countOf(one.place, ns);
        if (count === one.shown) continue;
        one.shown = count;
        one.count.textContent = words("lost", { count: groupDigits(count) });
        one.node.classList.toggle("none", count === 0);
      }
    },
    words: (ns) =>
      places.map(({ place, name }) => ({ name, count: countOf(place, ns) })).filter(({ count }) => count > 0)
        .map(({ name, count }) => `${words("lost", { count: groupDigits(count) })} ${name}`).join(", "),
  };
} // prettier-ignore
