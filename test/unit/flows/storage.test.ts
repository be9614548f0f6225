import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FlowNode } from '../../../nodes/flows/flow-node.ts';
import { createFlowStorage, type FlowStorage } from '../../../nodes/flows/storage.ts';
import { formatNodes } from '../../../nodes/flows/stable-form.ts';

const config: FlowNode[] = [
  { id: 'c1', type: 'modbus-client', clienttype: 'tcp', tcpHost: '10.0.0.5', tcpPort: '502' },
  { id: 'c2', type: 'mqtt-broker', name: 'Broker' },
];
const tabA: FlowNode[] = [
  { id: 'a', type: 'tab', label: 'Alpha' },
  { id: 'a1', type: 'inject', z: 'a', name: 'one', x: 100, y: 40, wires: [['a2']] },
  { id: 'a2', type: 'debug', z: 'a', x: 300, y: 40, wires: [] },
];
const tabB: FlowNode[] = [
  { id: 'b', type: 'tab', label: 'Beta' },
  { id: 'b2', type: 'debug', z: 'b', x: 100, y: 80, wires: [] },
  { id: 'b1', type: 'debug', z: 'b', x: 100, y: 40, wires: [] },
];
const newTab: FlowNode[] = [
  { id: 'n', type: 'tab', label: 'My Tab!' },
  { id: 'n1', type: 'debug', z: 'n', x: 100, y: 40, wires: [] },
];
const write: FlowNode = { id: 'w', type: 'modbus-write', z: 'a', x: 100, y: 60, server: 'c1', wires: [[], []] };

describe('flow storage', () => {
  let root: string;
  let warnings: string[];

  const shippedDir = () => path.join(root, 'flows');
  const overlayDir = () => path.join(root, 'data', 'flows.d');
  const overlayFiles = async () => (await readdir(overlayDir())).sort();
  const ship = (file: string, nodes: readonly FlowNode[]) =>
    writeFile(path.join(shippedDir(), file), formatNodes(nodes));

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'busbar-flows-'));
    warnings = [];
    await Promise.all([shippedDir(), overlayDir()].map((folder) => mkdir(folder, { recursive: true })));
    await Promise.all([ship('00-config.json', config), ship('10-alpha.json', tabA), ship('20-beta.json', tabB)]);
  });
  afterEach(() => rm(root, { recursive: true }));

  /** A gateway start: a storage of its own over the same folders. */
  async function start(): Promise<{ storage: FlowStorage; flows: FlowNode[] }> {
    const storage = createFlowStorage({
      shippedDir: shippedDir(),
      dataDir: path.join(root, 'data'),
      unguarded: [],
      allowed: [],
      env: {},
    });
    await storage.init(
      { userDir: path.join(root, 'data') } as object,
      { log: { warn: (text: string) => warnings.push(text) } },
    );
    return { storage, flows: await storage.getFlows() };
  }

  const ids = (flows: readonly FlowNode[]) => flows.map(({ id }) => id);
  const rename = (flows: readonly FlowNode[], id: string, name: string) =>
    flows.map((node) => (node.id === id ? { ...node, name } : node));

  it('loads the files in order and each tab from top to bottom', async () => {
    const { flows } = await start();
    assert.deepEqual(ids(flows), ['c1', 'c2', 'a', 'a1', 'a2', 'b', 'b1', 'b2']);
    assert.deepEqual(warnings, []);
  });

  it('keeps the other storage functions of Node-RED as its own properties', async () => {
    const { storage } = await start();
    for (const name of ['getSettings', 'saveSettings', 'getCredentials', 'saveCredentials', 'getSessions', 'getLibraryEntry']) {
      assert.ok(Object.hasOwn(storage, name), name);
    }
  });

  it('writes nothing when unchanged flows are saved, in whatever order they come', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows(flows.toReversed().map((node) => Object.fromEntries(Object.entries(node).reverse()) as FlowNode));
    assert.deepEqual(await overlayFiles(), []);
  });

  it('does not take it for an edit that the editor draws the box of a group anew', async () => {
    const group = { id: 'ag', type: 'group', z: 'a', name: 'G', nodes: ['a1', 'a2'], x: 20, y: 20, w: 400, h: 60 };
    await ship('10-alpha.json', [...tabA, group]);
    const { storage, flows } = await start();
    await storage.saveFlows(flows.map((node) => (node.id === 'ag' ? { ...node, x: 14, y: 19, w: 412, h: 82 } : node)));
    assert.deepEqual(await overlayFiles(), []);
    await storage.saveFlows(flows.map((node) => (node.id === 'ag' ? { ...node, name: 'Renamed' } : node)));
    assert.deepEqual(await overlayFiles(), ['10-alpha.json']);
  });

  it('writes one overlay file when one tab is edited, and runs it after a restart', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows(rename(flows, 'a1', 'edited'));
    assert.deepEqual(await overlayFiles(), ['10-alpha.json']);
    const again = await start();
    assert.equal(again.flows.find(({ id }) => id === 'a1')?.['name'], 'edited');
    assert.deepEqual(ids(again.flows), ids(flows));
    assert.deepEqual(again.storage.reports(), []);
  });

  it('does not touch the shipped files', async () => {
    const before = await stat(path.join(shippedDir(), '10-alpha.json'));
    const { storage, flows } = await start();
    await storage.saveFlows(rename(flows, 'a1', 'edited'));
    const after = await stat(path.join(shippedDir(), '10-alpha.json'));
    assert.equal(after.mtimeMs, before.mtimeMs);
  });

  it('does not write a file again that would not change', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows(rename(flows, 'a1', 'edited'));
    const before = await stat(path.join(overlayDir(), '10-alpha.json'));
    await storage.saveFlows(rename(rename(flows, 'a1', 'edited'), 'b1', 'edited'));
    const after = await stat(path.join(overlayDir(), '10-alpha.json'));
    assert.equal(after.ino, before.ino);
  });

  it('drops the overlay when a tab is changed back', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows(rename(flows, 'a1', 'edited'));
    await storage.saveFlows(flows);
    assert.deepEqual(await overlayFiles(), []);
  });

  it('keeps a new tab after the shipped ones', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows([...newTab, ...flows]);
    assert.deepEqual(await overlayFiles(), ['90-my-tab.json']);
    assert.deepEqual(ids((await start()).flows), [...ids(flows), 'n', 'n1']);
  });

  it('gives two new tabs of one name a file each', async () => {
    const { storage, flows } = await start();
    const twin = newTab.map((node) => ({ ...node, id: `${node.id}x`, ...(node.z === undefined ? {} : { z: 'nx' }) }));
    await storage.saveFlows([...flows, ...newTab, ...twin]);
    assert.deepEqual(await overlayFiles(), ['90-my-tab-nx.json', '90-my-tab.json']);
    assert.equal((await start()).flows.length, flows.length + 4);
  });

  it('remembers that a shipped tab was removed', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows(flows.filter(({ id, z }) => id !== 'a' && z !== 'a'));
    assert.deepEqual(await overlayFiles(), ['10-alpha.json']);
    const again = await start();
    assert.deepEqual(ids(again.flows), ['c1', 'c2', 'b', 'b1', 'b2']);
    await again.storage.saveFlows(flows);
    assert.deepEqual(await overlayFiles(), []);
  });

  it('overlays one configuration node, so that the others keep following the release', async () => {
    const { storage, flows } = await start();
    await storage.saveFlows(rename(flows, 'c2', 'Mine'));
    await ship('00-config.json', [{ ...config[0]!, tcpHost: '10.0.0.6' }, config[1]!]);
    const again = await start();
    assert.equal(again.flows.find(({ id }) => id === 'c1')?.['tcpHost'], '10.0.0.6');
    assert.equal(again.flows.find(({ id }) => id === 'c2')?.['name'], 'Mine');
    assert.deepEqual(again.storage.reports(), []);
  });

  describe('upgrade', () => {
    it('follows the release where the site changed nothing', async () => {
      await start();
      await ship('10-alpha.json', rename(tabA, 'a1', 'from the release'));
      const { flows, storage } = await start();
      assert.equal(flows.find(({ id }) => id === 'a1')?.['name'], 'from the release');
      assert.deepEqual(storage.reports(), []);
    });

    it('says which site copy is behind, and keeps it running', async () => {
      const { storage, flows } = await start();
      await storage.saveFlows(rename(flows, 'a1', 'edited'));
      await ship('10-alpha.json', rename(tabA, 'a1', 'from the release'));
      const again = await start();
      assert.equal(again.flows.find(({ id }) => id === 'a1')?.['name'], 'edited');
      assert.deepEqual(again.storage.reports(), [
        { kind: 'behind', tab: 'Alpha', text: 'tab Alpha: the site copy is based on another release' },
      ]);
      assert.deepEqual(warnings, ['flows: tab Alpha: the site copy is based on another release']);
    });

    it('goes on saying so after further edits of the copy', async () => {
      const { storage, flows } = await start();
      await storage.saveFlows(rename(flows, 'a1', 'edited'));
      await ship('10-alpha.json', rename(tabA, 'a1', 'from the release'));
      const again = await start();
      await again.storage.saveFlows(rename(again.flows, 'a1', 'edited twice'));
      assert.deepEqual(
        (await start()).storage.reports().map(({ kind }) => kind),
        ['behind'],
      );
    });

    it('is content once the copy equals the release', async () => {
      const { storage, flows } = await start();
      await storage.saveFlows(rename(flows, 'a1', 'better'));
      await ship('10-alpha.json', rename(tabA, 'a1', 'better'));
      assert.deepEqual((await start()).storage.reports(), []);
    });

    it('keeps the copy of a tab that the release dropped', async () => {
      const { storage, flows } = await start();
      await storage.saveFlows(rename(flows, 'a1', 'edited'));
      await rm(path.join(shippedDir(), '10-alpha.json'));
      const again = await start();
      assert.ok(ids(again.flows).includes('a1'));
      assert.deepEqual(
        again.storage.reports().map(({ kind, tab }) => `${kind} ${tab}`),
        ['behind Alpha'],
      );
    });
  });

  describe('damage', () => {
    it('runs a tab as shipped when its site copy cannot be read, and sets the file aside', async () => {
      const { storage, flows } = await start();
      await storage.saveFlows(rename(flows, 'a1', 'edited'));
      await writeFile(path.join(overlayDir(), '10-alpha.json'), '[{"unit":"a","nod');
      const again = await start();
      assert.equal(again.flows.find(({ id }) => id === 'a1')?.['name'], 'one');
      assert.deepEqual(await overlayFiles(), ['10-alpha.json.unreadable']);
      assert.match(warnings[0] ?? '', /10-alpha\.json cannot be read/);
    });

    for (const [title, text] of Object.entries({
      'an object': '{}',
      'a number': '7',
      null: 'null',
      'entries without a unit': '[{"nodes":[]}]',
      'a copy without its tab': '[{"unit":"a","label":"Alpha","basedOn":null,"nodes":[{"id":"x","type":"debug"}]}]',
      'a copy with doubled ids': '[{"unit":"a","label":"Alpha","basedOn":null,"nodes":[{"id":"a","type":"tab"},{"id":"a","type":"tab"}]}]',
    })) {
      it(`survives an overlay file that holds ${title}`, async () => {
        await writeFile(path.join(overlayDir(), '10-alpha.json'), text);
        const { flows, storage } = await start();
        assert.equal(flows.length, 8);
        assert.equal(storage.reports()[0]?.kind, 'unreadable');
      });
    }

    it('ignores a site copy that uses ids of another tab, and leaves its file alone', async () => {
      const { storage, flows } = await start();
      await storage.saveFlows([...flows, ...newTab]);
      await ship('30-gamma.json', [
        { id: 'g', type: 'tab', label: 'Gamma' },
        { id: 'n1', type: 'debug', z: 'g', x: 1, y: 1, wires: [] },
      ]);
      const again = await start();
      assert.deepEqual(ids(again.flows), [...ids(flows), 'g', 'n1']);
      assert.equal(again.storage.reports()[0]?.kind, 'conflict');
      await again.storage.saveFlows(again.flows);
      assert.deepEqual(await overlayFiles(), ['90-my-tab.json']);
    });

    it('finishes a save of several files that was cut short', async () => {
      const { storage, flows } = await start();
      const moved = flows.map((node) => (node.id === 'a2' ? { ...node, z: 'b' } : node));
      await storage.saveFlows(moved);
      const files = await overlayFiles();
      const journal = await Promise.all(
        files.map(async (file) => [file, await readFile(path.join(overlayDir(), file), 'utf8')]),
      );
      await rm(path.join(overlayDir(), '10-alpha.json'));
      await writeFile(path.join(overlayDir(), 'save.journal'), JSON.stringify(journal));
      const again = await start();
      assert.equal(again.flows.find(({ id }) => id === 'a2')?.z, 'b');
      assert.deepEqual(await overlayFiles(), files);
    });

    it('refuses shipped files that share an id', async () => {
      await ship('30-gamma.json', [{ id: 'a', type: 'tab', label: 'Twin' }]);
      await assert.rejects(start(), { code: 'duplicate_node_id' });
    });

    it('refuses to save flows that share an id', async () => {
      const { storage, flows } = await start();
      await assert.rejects(storage.saveFlows([...flows, { id: 'a1', type: 'debug' }]), { code: 'duplicate_node_id' });
      assert.deepEqual(await overlayFiles(), []);
    });
  });

  describe('writes around the guard', () => {
    it('refuses to save them with one clear sentence, and saves nothing', async () => {
      const { storage, flows } = await start();
      await assert.rejects(storage.saveFlows([...flows, write]), {
        code: 'flows_refused',
        status: 400,
        message:
          'Not deployed, because a command could pass the safety guard. modbus-write w (modbus-write): it would write to 10.0.0.5:502, which the site does not list as unguarded.',
      });
      assert.deepEqual(await overlayFiles(), []);
    });

    it('switches off a stored tab that holds one; the rest runs', async () => {
      await ship('10-alpha.json', [...tabA, write]);
      const { storage, flows } = await start();
      assert.equal(flows.find(({ id }) => id === 'a')?.['disabled'], true);
      assert.equal(flows.find(({ id }) => id === 'b')?.['disabled'], undefined);
      assert.equal(storage.reports()[0]?.kind, 'refused');
      assert.match(warnings[0] ?? '', /tab Alpha is switched off/);
    });

    it('switches off a stored node that stands in no tab', async () => {
      await ship('00-config.json', [...config, { id: 'w', type: 'modbus-write', server: 'c1' }]);
      const { flows } = await start();
      assert.equal(flows.find(({ id }) => id === 'w')?.['d'], true);
    });

    it('does not take its own switching off for an edit of the site', async () => {
      await ship('10-alpha.json', [...tabA, write]);
      const { storage, flows } = await start();
      await storage.saveFlows(rename(flows, 'b1', 'edited'));
      assert.deepEqual(await overlayFiles(), ['20-beta.json']);
      assert.equal(storage.reports()[0]?.kind, 'refused');
    });

    it('stops reporting a tab once it is repaired', async () => {
      await ship('10-alpha.json', [...tabA, write]);
      const { storage, flows } = await start();
      const repaired = flows.filter(({ id }) => id !== 'w').map((node) => (node.id === 'a' ? tabA[0]! : node));
      await storage.saveFlows(repaired);
      assert.deepEqual(storage.reports(), []);
      assert.deepEqual(ids((await start()).flows), ids(repaired));
    });
  });
});
