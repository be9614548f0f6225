import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { defineErrors, textOf } from '../kernel/index.ts';
import { emptyCredentials } from './empty-credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { type FlowNode, labelOf } from './flow-node.ts';
import { splitUnits, type FlowUnit } from './flow-unit.ts';
import { type FlowReport, mergeUnits, type OverlayEntry, overlayOf, type PlacedUnit } from './merge.ts';
import { OverlayFolder } from './overlay-folder.ts';
import { compareText, hashNodes, sortNodes } from './stable-form.ts';
import { type Finding, findUnguardedWrites, type RawFamily } from './write-guard.ts';

export interface FlowStorageOptions {
  /** The release's flows, one file per tab; never written. */
  readonly shippedDir: string;
  /** The site's changes go to `flows.d` in here. */
  readonly dataDir: string;
  readonly unguarded: readonly Endpoint[];
  readonly allowed: readonly RawFamily[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A Node-RED storage module, and what there is to say about the stored flows. */
export interface FlowStorage {
  init(settings: StorageSettings, runtime: StorageRuntime): Promise<void>;
  getFlows(): Promise<FlowNode[]>;
  getCredentials(): Promise<object>;
  /** Rejects with `flows_refused` or `duplicate_node_id`, which the editor shows; then nothing was saved. */
  saveFlows(flows: readonly FlowNode[]): Promise<void>;
  /** Site copies that are behind, unreadable files and tabs refused at the last load or save. */
  reports(): readonly FlowReport[];
}

type NodeRedFileStorage = Pick<FlowStorage, 'init' | 'getCredentials'>;

interface StorageSettings {
  readonly readOnly?: boolean;
  readonly credentialSecret?: string;
}

interface StorageRuntime {
  readonly log: { warn(text: string): void };
}

const errors = defineErrors({
  flows_refused: {
    status: 400,
    message: ({ value }) => `Not deployed, because a command could pass the safety guard. ${String(value)}`,
  },
  bad_flow_node: {
    status: 400,
    message: ({ field, value }) => `Not deployed: ${String(field)} is no node but ${JSON.stringify(value)}.`,
  },
  bad_shipped_flow: {
    status: 500,
    message: ({ field, value }) => `The shipped flow ${String(field)} cannot be read: ${String(value)}.`,
  },
});

interface Loaded {
  readonly shipped: readonly PlacedUnit[];
  readonly overlay: readonly OverlayEntry[];
  /** Site copies that clash with other units: they do not run, and their files stay as they are. */
  readonly ignored: readonly OverlayEntry[];
  readonly unreadable: readonly FlowReport[];
  /** Roots of the units that were switched off at load, as they were stored. */
  readonly refused: ReadonlyMap<string, FlowNode>;
}

/**
 * Keeps flows as one file per tab: shipped files read-only, the site's changes in an overlay of whole tabs, subflows and
 * configuration nodes. Credentials, settings, sessions and the library stay with Node-RED's own file storage.
 */
export function createFlowStorage(options: FlowStorageOptions): FlowStorage {
  const overlayFolder = new OverlayFolder(path.join(options.dataDir, 'flows.d'));
  const base = nodeRedFileStorage();
  let readOnly = false;
  let credentialSecret = '';
  let warn: (text: string) => void = () => undefined;
  let loaded: Loaded | undefined;
  let reports: readonly FlowReport[] = [];

  function publish(next: readonly FlowReport[]): void {
    const known = new Set(reports.map(({ text }) => text));
    for (const { text } of next) if (!known.has(text)) warn(text);
    reports = next;
  }

  async function load(): Promise<{ state: Loaded; flows: FlowNode[] }> {
    const shipped = await readShipped(options.shippedDir);
    const { entries, unreadable: files } = await overlayFolder.read();
    const merged = mergeUnits(shipped, entries);
    const unreadable = files.map(reportUnreadable);
    const nodes = flowsOf(merged.units);
    const refusal = switchOff(nodes, findUnguardedWrites(nodes, options));
    const ignored = entries.filter((entry) => !merged.accepted.includes(entry));
    loaded = { shipped, overlay: merged.accepted, ignored, unreadable, refused: refusal.roots };
    publish([...unreadable, ...merged.reports, ...refusal.reports]);
    return { state: loaded, flows: refusal.flows };
  }

  async function save(flows: readonly FlowNode[]): Promise<void> {
    const state = loaded ?? (await load()).state;
    const refusal = findUnguardedWrites(flows, options);
    if (refusal.length > 0) {
      throw errors.flows_refused({ value: refusal.map(({ reason }) => `${reason}.`).join(' ') });
    }
    const units = splitUnits(flows).map((unit) => restoreRefused(unit, state.refused));
    const overlay = overlayOf(units, state.shipped, state.overlay);
    const ignored = state.ignored.filter((entry) => !overlay.some(({ unit }) => unit === entry.unit));
    await overlayFolder.write([...overlay, ...ignored]);
    const stillOff = new Map([...state.refused].filter(([id]) => flows.some((node) => node.id === id && isOff(node))));
    loaded = { ...state, overlay, ignored, refused: stillOff };
    publish([
      ...state.unreadable,
      ...mergeUnits(state.shipped, [...overlay, ...ignored]).reports,
      ...reports.filter(({ kind, tab }) => kind === 'refused' && [...stillOff.values()].some((root) => labelOf(root) === tab)),
    ]);
  }

  return {
    ...base,
    async init(settings, runtime) {
      readOnly = settings.readOnly === true;
      credentialSecret = settings.credentialSecret ?? '';
      warn = (text) => runtime.log.warn(`flows: ${text}`);
      await base.init(settings, runtime);
    },
    getFlows: async () => (await load()).flows,
    async getCredentials() {
      const stored = await base.getCredentials();
      const hasAny = Object.keys(stored).length > 0;
      return hasAny || credentialSecret === '' ? stored : emptyCredentials(credentialSecret);
    },
    saveFlows: async (flows) => {
      const broken = flows.findIndex((node) => typeof (node as Partial<FlowNode> | null)?.type !== 'string');
      if (broken >= 0) throw errors.bad_flow_node({ field: `node ${broken}`, value: flows[broken] });
      if (!readOnly) await save(flows);
    },
    reports: () => reports,
  };
}

/** Resolved from Node-RED's own place in the tree, because its runtime is not a dependency of this package. */
function nodeRedFileStorage(): NodeRedFileStorage {
  const nodeRed = createRequire(createRequire(import.meta.url).resolve('node-red'));
  return nodeRed('@node-red/runtime/lib/storage/localfilesystem') as NodeRedFileStorage;
}

async function readShipped(folder: string): Promise<PlacedUnit[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort(compareText);
  const perFile = await Promise.all(
    files.map(async (file) => ({ file, nodes: await readShippedFile(path.join(folder, file)) })),
  );
  const owner = new Map(perFile.flatMap(({ file, nodes }) => nodes.map(({ id }) => [id, file])));
  return splitUnits(perFile.flatMap(({ nodes }) => nodes)).map((unit) => ({ file: owner.get(unit.id) ?? '', unit }));
}

async function readShippedFile(file: string): Promise<FlowNode[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FlowNode[];
  } catch (thrown) {
    throw errors.bad_shipped_flow({ field: file, value: textOf(thrown) });
  }
}

/** All nodes, file by file and each file top to bottom: the order in which routes are registered. Fresh copies. */
function flowsOf(units: readonly PlacedUnit[]): FlowNode[] {
  const perFile = Map.groupBy(units, ({ file }) => file);
  const nodes = [...perFile.values()].flatMap((placed) => sortNodes(placed.flatMap(({ unit }) => unit.nodes)));
  return structuredClone(nodes);
}

function reportUnreadable({ file, reason }: { file: string; reason: string }): FlowReport {
  return {
    kind: 'unreadable',
    tab: file,
    text: `the site copy ${file} cannot be read (${reason}) and was set aside as ${file}.unreadable; what it changed runs as shipped`,
  };
}

/** Switches off each tab that holds a refused node, and each refused node that stands in no tab; the rest runs. */
function switchOff(
  flows: readonly FlowNode[],
  findings: readonly Finding[],
): { flows: FlowNode[]; roots: Map<string, FlowNode>; reports: FlowReport[] } {
  const offending = Map.groupBy(findings, ({ tab, nodeId }) => tab ?? nodeId);
  const roots = new Map(flows.filter(({ id }) => offending.has(id)).map((root) => [root.id, root]));
  const reports = [...roots.values()].map((root): FlowReport => {
    const reasons = (offending.get(root.id) ?? []).map(({ reason }) => reason).join('; ');
    return {
      kind: 'refused',
      tab: labelOf(root),
      text: `tab ${labelOf(root)} is switched off, because a command could pass the safety guard: ${reasons}`,
    };
  });
  const switched = flows.map((node) => {
    if (!roots.has(node.id)) return node;
    return node.type === 'tab' ? { ...node, disabled: true } : { ...node, d: true };
  });
  return { flows: switched, roots, reports };
}

function isOff(node: FlowNode): boolean {
  return node.type === 'tab' ? node['disabled'] === true : node['d'] === true;
}

/** A unit that the load switched off and nobody else touched counts as unchanged. */
function restoreRefused(unit: FlowUnit, refused: ReadonlyMap<string, FlowNode>): FlowUnit {
  const stored = refused.get(unit.id);
  const [root, ...members] = unit.nodes;
  if (!stored || !root || !isOff(root)) return unit;
  const property = root.type === 'tab' ? 'disabled' : 'd';
  const asStored = { ...root, [property]: stored[property] };
  return hashNodes([asStored]) === hashNodes([stored]) ? { ...unit, nodes: [stored, ...members] } : unit;
}
