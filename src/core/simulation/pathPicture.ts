import { groupDigits } from "../explain/figures";
import { fill, type Wording } from "../knowledge/wording";
import type { Station, Vessel } from "../simulator/timeline/station";
import type { Timeline } from "../simulator/timeline/timeline";
import { amountWords } from "./narrate";
import { PathReader, tightRows, type PathRow } from "./pathReader";
import { timeWords } from "./timeWords";

/** What a picture says besides the path. */
export interface PictureContext {
  readonly wording: Wording;
  /** What tools call the counter of each place where packets get lost. */
  readonly counters: Readonly<Record<string, string>>;
  readonly title: string;
}

const box = { width: 118, height: 128, gap: 8, perLine: 8 } as const;
/** Of the execution contexts; the panel has the theme's own. */
const colours = { hardware: "#6b6b6b", hardirq: "#b5200d", softirq: "#1a6fb5", process: "#388a34" } as const;

/** The path of runs at a moment as a picture of its own, to be kept: SVG without styles or scripts. */
export function drawPath(
  runs: readonly { readonly name: string; readonly timeline: Timeline }[],
  atNs: number,
  context: PictureContext,
): string {
  const readers = runs.map(({ timeline }) => new PathReader(timeline));
  const rows = tightRows(readers);
  const parts: string[] = [];
  let y = 28;
  runs.forEach(({ name }, index) => {
    const reader = readers[index];
    if (!reader) return;
    for (const row of rows) {
      const drawn = drawRow(reader, row, atNs, name, y, context);
      parts.push(drawn.text);
      y = drawn.bottom;
    }
  });
  const width = box.perLine * (box.width + box.gap) + 16;
  const title = `${context.title} – ${timeWords(atNs)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-label="${escape(title)}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="8" y="18" font-size="14" font-weight="bold">${escape(title)}</text>`,
    ...parts,
    `</svg>\n`,
  ].join("\n");
}

function drawRow(
  reader: PathReader,
  row: PathRow,
  atNs: number,
  run: string,
  top: number,
  context: PictureContext,
): { readonly text: string; readonly bottom: number } {
  const stations = reader.stations(row);
  const heading = `${run}: ${fill(context.wording[`simulator.${row.way}`], { host: row.host })}`;
  const drawn = stations.map((station, at) => {
    const x = 8 + (at % box.perLine) * (box.width + box.gap);
    const y = top + 20 + Math.floor(at / box.perLine) * (box.height + box.gap);
    return drawStation(reader, station, atNs, x, y, context);
  });
  const lines = Math.max(1, Math.ceil(stations.length / box.perLine));
  const text = [`<text x="8" y="${top + 12}" font-weight="bold">${escape(heading)}</text>`, ...drawn].join("\n");
  return { text, bottom: top + 24 + lines * (box.height + box.gap) };
}

function drawStation(
  reader: PathReader,
  station: Station,
  atNs: number,
  x: number,
  y: number,
  { wording, counters }: PictureContext,
): string {
  const [vessel] = station.vessels;
  const losses = reader.losses(station, atNs);
  const texts = losses.slice(0, 2).map(({ place, count }, at) => {
    const words = `→ ${fill(wording["simulator.lost"], { count: groupDigits(count) })} ${counters[place] ?? place}`;
    return `<text x="${x + 4}" y="${y + 108 + 13 * at}" fill="#b5200d" font-size="9">${escape(words)}</text>`;
  });
  return [
    `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="none" stroke="#999999"/>`,
    `<rect x="${x}" y="${y}" width="${box.width}" height="3" fill="${colours[station.context]}"/>`,
    `<text x="${x + 4}" y="${y + 17}">${escape(wording[`simulator.station.${station.kind}`])}</text>`,
    ...(vessel ? [drawVessel(reader, vessel, atNs, x, y)] : []),
    ...texts,
  ].join("\n");
}

function drawVessel(reader: PathReader, vessel: Vessel, atNs: number, x: number, y: number): string {
  const { level, limit } = reader.level(vessel, atNs);
  const height = 44;
  const filled = limit ? Math.round(Math.min(1, level / limit) * height) : 0;
  const figure = limit === undefined ? amountWords(level, vessel) : `${amountWords(level, vessel)} / ${amountWords(limit, vessel)}`; // prettier-ignore
  return [
    `<rect x="${x + 4}" y="${y + 26 + height - filled}" width="40" height="${filled}" fill="#1a6fb5" fill-opacity="0.6"/>`,
    `<path d="M${x + 4} ${y + 26}v${height}h40v${-height}" fill="none" stroke="#333333"/>`,
    `<text x="${x + 48}" y="${y + 40}" font-size="9">${escape(vessel.label.slice(0, 14))}</text>`,
    `<text x="${x + 4}" y="${y + 86}">${escape(figure)}</text>`,
  ].join("\n");
}

/** Text within XML. */
function escape(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[<>&"']/g, (one) => `&#${one.charCodeAt(0)};`); // prettier-ignore
}
