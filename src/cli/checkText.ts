import { diagnoseSysctl } from "../core/diagnose/diagnoseSysctl";
import { fixesFor, type Fix } from "../core/diagnose/fixes";
import { adjustSeverities, type SeverityLevels } from "../core/diagnose/severities";
import { applySuppressions } from "../core/diagnose/suppressions";
import { holdsNoSettings } from "../core/diagnose/workspace/summary";
import { createLineIndex, type Place } from "../core/documents/lineIndex";
import { hasByteOrderMark, type Offset, type Span } from "../core/documents/sysctlConf";
import type { Knowledge } from "../core/knowledge/knowledge";
import { createFingerprints } from "./baseline";
import { kernelOf, type Options } from "./command";
import type { PlacedFinding, PlacedFix, Region } from "./report";
import type { Join } from "./workspaceCheck";

/** Finds what is wrong in one text, with places as people count them. */
export function createChecker(
  knowledge: Knowledge,
  options: Options,
  levels: SeverityLevels,
): (file: string, text: string, join?: Join) => readonly PlacedFinding[] {
  const kernel = kernelOf(options);
  const ignores = options["no-inline-ignore"] !== true;
  // Only this format has a place for them.
  const wantsFixes = options.format === "sarif";
  return (file, text, join = (own) => own) => {
    const all = join(holdsNoSettings(file) ? [] : diagnoseSysctl(text, knowledge, { kernel, file }));
    const judged = adjustSeverities(ignores ? applySuppressions(text, all, knowledge) : all, levels);
    const regionOf = createRegions(text);
    const fingerprint = createFingerprints(text);
    return judged.map((finding) => {
      const { code, severity, message, span, ignoredBecause } = finding;
      const region = regionOf(span);
      const fixes = wantsFixes ? placeFixes(text, fixesFor(text, finding, knowledge, file), regionOf) : undefined;
      return { file, ...region, severity, code, message, fingerprint: fingerprint(code, span.start, region), ignoredBecause, fixes }; // prettier-ignore
    });
  };
}

/** Spans as lines and columns; a byte order mark is no column, as in editors. */
function createRegions(text: string): (span: Span) => Region {
  const placeOf = createLineIndex(text);
  const hasMark = hasByteOrderMark(text);
  const regionPlace = (at: Offset): Place => {
    const place = placeOf(at);
    return hasMark && place.line === 1 && place.column > 1 ? { line: 1, column: place.column - 1 } : place;
  };
  return ({ start, end }) => {
    const last = regionPlace(end);
    return { ...regionPlace(start), endLine: last.line, endColumn: last.column };
  };
}

function placeFixes(text: string, fixes: readonly Fix[], regionOf: (span: Span) => Region): readonly PlacedFix[] {
  const bestFirst = [...fixes].sort((a, b) => Number(b.isPreferred) - Number(a.isPreferred));
  return bestFirst.map(({ title, span, text: replacement }) => ({
    title,
    region: regionOf(span),
    text: replacement,
    removesMark: hasByteOrderMark(text) && span.start === 0 && span.end === 1,
  }));
}
