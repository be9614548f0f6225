import type { FlowNode } from './flow-node.ts';
import { type FlowUnit, splitUnits } from './flow-unit.ts';
import { compareText, hashNodes } from './stable-form.ts';

/** A unit with the name of the file that holds it. */
export interface PlacedUnit {
  readonly file: string;
  readonly unit: FlowUnit;
}

/** One unit as the site changed it: its own copy, or null when the site removed a shipped unit. */
export interface OverlayEntry {
  readonly file: string;
  readonly unit: string;
  readonly label: string;
  /** Hash of the shipped unit that the change started from; null for a unit that the site added. */
  readonly basedOn: string | null;
  readonly nodes: readonly FlowNode[] | null;
}

/** Something about the stored flows that a person should know; `tab` is the label of a tab, subflow or config node. */
export interface FlowReport {
  readonly kind: 'behind' | 'unreadable' | 'conflict' | 'refused';
  readonly tab: string;
  readonly text: string;
}

/** Shipped units with the site's changes laid over them, in file order. */
export function mergeUnits(
  shipped: readonly PlacedUnit[],
  overlay: readonly OverlayEntry[],
): { units: PlacedUnit[]; accepted: OverlayEntry[]; reports: FlowReport[] } {
  const reports: FlowReport[] = [];
  let accepted = [...overlay];
  for (;;) {
    const units = layOver(shipped, accepted);
    const clashing = firstClash(units, accepted);
    if (!clashing) return { units, accepted, reports: [...reports, ...reportBehind(shipped, accepted)] };
    accepted = accepted.filter((entry) => entry !== clashing.entry);
    reports.push({
      kind: 'conflict',
      tab: clashing.entry.label,
      text: `tab ${clashing.entry.label}: the site copy in ${clashing.entry.file} is ignored, because its node ${clashing.node} also stands elsewhere`,
    });
  }
}

/** What the site changed, as overlay entries: only units that differ from what is shipped. */
export function overlayOf(
  units: readonly FlowUnit[],
  shipped: readonly PlacedUnit[],
  previous: readonly OverlayEntry[],
): OverlayEntry[] {
  const shippedById = new Map(shipped.map((placed) => [placed.unit.id, placed]));
  const previousById = new Map(previous.map((entry) => [entry.unit, entry]));
  const kept = new Set(units.map(({ id }) => id));
  const takenFiles = new Set(previous.map(({ file }) => file));

  const changed = units.flatMap((unit): OverlayEntry[] => {
    const origin = shippedById.get(unit.id);
    const hash = hashNodes(unit.nodes);
    const originHash = origin && hashNodes(origin.unit.nodes);
    if (hash === originHash) return [];
    const before = previousById.get(unit.id);
    if (before?.nodes && hashNodes(before.nodes) === hash) return [before];
    const file = before?.file ?? overlayFile(unit, origin, takenFiles);
    takenFiles.add(file);
    return [
      {
        file,
        unit: unit.id,
        label: unit.label,
        // An edit of a copy that is behind stays behind: only the site can tell whether it took the release over.
        basedOn: before?.nodes ? before.basedOn : (originHash ?? null),
        nodes: unit.nodes,
      },
    ];
  });
  const removed = shipped
    .filter(({ unit }) => !kept.has(unit.id))
    .map(({ file, unit }): OverlayEntry => {
      const before = previousById.get(unit.id);
      if (before?.nodes === null) return before;
      return { file, unit: unit.id, label: unit.label, basedOn: hashNodes(unit.nodes), nodes: null };
    });
  return [...changed, ...removed];
}

const configFile = '00-config.json';

/** Site tabs come after the shipped ones, so that a route of a release is never hidden by one of the site. */
function overlayFile(unit: FlowUnit, origin: PlacedUnit | undefined, taken: ReadonlySet<string>): string {
  if (origin) return origin.file;
  if (unit.kind !== 'tab') return configFile;
  const slug = unit.label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const name = `90-${slug === '' ? unit.id : slug}.json`;
  return taken.has(name) ? `90-${slug}-${unit.id}.json` : name;
}

function layOver(shipped: readonly PlacedUnit[], overlay: readonly OverlayEntry[]): PlacedUnit[] {
  const entries = new Map(overlay.map((entry) => [entry.unit, entry]));
  const shippedIds = new Set(shipped.map(({ unit }) => unit.id));
  const ofRelease = shipped.flatMap((placed) => {
    const entry = entries.get(placed.unit.id);
    return entry ? unitsOf(entry, placed.file) : [placed];
  });
  const ofSite = overlay.filter(({ unit }) => !shippedIds.has(unit)).flatMap((entry) => unitsOf(entry, entry.file));
  return [...ofRelease, ...ofSite].toSorted((a, b) => compareText(a.file, b.file));
}

function unitsOf({ nodes }: OverlayEntry, file: string): PlacedUnit[] {
  return splitUnits(nodes ?? []).map((unit) => ({ file, unit }));
}

/** The last overlay entry that uses a node id which stands elsewhere too. */
function firstClash(
  units: readonly PlacedUnit[],
  overlay: readonly OverlayEntry[],
): { entry: OverlayEntry; node: string } | undefined {
  const owners = new Map<string, string>();
  const entries = new Map(overlay.map((entry) => [entry.unit, entry]));
  for (const { unit } of units) {
    for (const { id } of unit.nodes) {
      const entry = entries.get(unit.id) ?? entries.get(owners.get(id) ?? '');
      if (owners.has(id) && entry) return { entry, node: id };
      owners.set(id, unit.id);
    }
  }
  return undefined;
}

function reportBehind(shipped: readonly PlacedUnit[], overlay: readonly OverlayEntry[]): FlowReport[] {
  const shippedHashes = new Map(shipped.map(({ unit }) => [unit.id, hashNodes(unit.nodes)]));
  return overlay.flatMap(({ unit, label, basedOn, nodes }): FlowReport[] => {
    if (basedOn === null || nodes === null) return [];
    const hash = shippedHashes.get(unit);
    if (hash === undefined) {
      return [{ kind: 'behind', tab: label, text: `tab ${label}: the site copy runs on, the release no longer has it` }];
    }
    if (hash === basedOn || hash === hashNodes(nodes)) return [];
    return [{ kind: 'behind', tab: label, text: `tab ${label}: the site copy is based on another release` }];
  });
}
