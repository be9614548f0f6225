import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '../../nodes/kernel/index.ts';
import type { ServerModel } from '../../nodes/site/index.ts';
import { serverMonitor } from '../../nodes/servers/server-monitor.ts';
import type { Reading } from '../../nodes/servers/reading.ts';
import { freePorts } from '../support/free-port.ts';
import { skipWithout } from '../support/skip.ts';
import { type ServersRig, startServersRig } from '../unit/servers/servers.fixture.ts';
import { until } from './support/wait.ts';

const itWithExporter = skipWithout(['prometheus-node-exporter', '--version'], 'prometheus-node-exporter');
const itWithPrometheus = skipWithout(['prometheus', '--version'], 'prometheus');

const numbersIn = (line: string | undefined): readonly number[] => (line?.match(/\d+/g) ?? []).map(Number);

/** What other programs say of this machine, bytes. */
function secondOpinion() {
  const df = execFileSync('df', ['--block-size=1', '--output=used,avail', '/'], { encoding: 'utf8' });
  const free = execFileSync('free', ['--bytes'], { encoding: 'utf8' });
  const [used = NaN, available = NaN] = numbersIn(df.split('\n')[1]);
  const memory = numbersIn(free.split('\n')[1]);
  return { used, available, memoryTotal: memory[0] ?? NaN, memoryAvailable: memory[5] ?? NaN };
}

describe('servers, measured for real', function () {
  this.timeout(60_000);
  const children: ChildProcess[] = [];
  let rig: ServersRig | undefined;
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'busbar-exporters-'))));
  afterEach(async () => {
    await rig?.stop();
    rig = undefined;
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  after(() => rmSync(folder, { recursive: true }));

  function run(program: string, ...args: string[]): void {
    children.push(spawn(program, args, { stdio: 'ignore' }));
  }

  function startExporter(port: number): void {
    run('prometheus-node-exporter', `--web.listen-address=127.0.0.1:${port}`);
  }

  async function readingOf(source: ServerModel['sources'][number]): Promise<Reading> {
    rig = await startServersRig([{ name: 'host', description: 'x', intervalS: 1, sources: [source] }], systemClock);
    const current = (): Reading | undefined => serverMonitor.get().states()[0]?.reading;
    const known = (): Promise<boolean> => Promise.resolve(typeof current()?.cpu?.usagePct === 'number');
    await until(known, { what: 'the use of the processor is known', withinMs: 40_000 });
    return current()!;
  }

  function assertConfirmed(reading: Reading): void {
    const { used, available, memoryTotal, memoryAvailable } = secondOpinion();
    const root = reading.disks?.find(({ mount }) => mount === '/');
    const near = (a: number | undefined, b: number, share: number, what: string): void =>
      assert.ok(a !== undefined && Math.abs(a - b) <= share * b, `${what}: ${a} against ${b}`);
    near(root?.usedBytes, used, 0.02, 'used on /');
    near(root?.availableBytes, available, 0.02, 'available on /');
    near(reading.memory?.totalBytes, memoryTotal, 0, 'memory');
    near(reading.memory?.availableBytes, memoryAvailable, 0.1, 'available memory');
    assert.equal(reading.cpu?.cores, os.cpus().length);
    assert.equal(reading.cpu.perCorePct.length, os.cpus().length);
    const use = reading.cpu.usagePct ?? NaN;
    assert.ok(use >= 0 && use <= 100, `processor ${use} %`);
    near(reading.uptimeS, os.uptime(), 0.01, 'uptime');
  }

  it('on this machine itself, as df and free see it', async () => {
    assertConfirmed(await readingOf({ kind: 'local' }));
  });

  itWithExporter('through node_exporter, as df and free see it', async () => {
    const [port] = (await freePorts(1)) as [number];
    startExporter(port);
    assertConfirmed(await readingOf({ kind: 'node-exporter', url: `http://127.0.0.1:${port}/metrics` }));
  });

  itWithPrometheus('through a Prometheus server that scrapes node_exporter', async () => {
    const [exporterPort, port] = (await freePorts(2)) as [number, number];
    startExporter(exporterPort);
    const target = `127.0.0.1:${exporterPort}`;
    const file = path.join(folder, 'prometheus.yml');
    writeFileSync(
      file,
      JSON.stringify({
        scrape_configs: [{ job_name: 'node', scrape_interval: '1s', static_configs: [{ targets: [target] }] }],
      }),
    );
    const storage = path.join(folder, 'prometheus');
    run(
      'prometheus',
      `--config.file=${file}`,
      `--storage.tsdb.path=${storage}`,
      `--web.listen-address=127.0.0.1:${port}`,
    );
    assertConfirmed(await readingOf({ kind: 'prometheus', url: `http://127.0.0.1:${port}`, instance: '127.0.0.1' }));
  });
});
