import assert from 'node:assert/strict';
import { serverMonitor } from '../../../nodes/servers/server-monitor.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { answerText, startTarget, type Target } from './http-target.fixture.ts';
import { hostText } from './node-exporter.fixture.ts';
import { type ServersRig, startServersRig, untilTrue } from './servers.fixture.ts';

describe('servers of the site file', () => {
  let clock: ManualClock;
  let target: Target;
  let rig: ServersRig;
  let seconds: number;
  let busy: number;

  beforeEach(async () => {
    clock = new ManualClock();
    seconds = 100;
    busy = 0.5;
    target = await startTarget(answerText(() => hostText((seconds += 10), busy)));
  });
  afterEach(async () => {
    await rig.stop();
    await target.close();
  });

  const server = (more: object = {}) => ({
    name: 'ai_server',
    description: 'x',
    sources: [{ kind: 'node-exporter', url: '${EXPORTER}' } as const],
    ...more,
  });
  const start = async (servers = [server()], sensors: readonly object[] = []) => {
    rig = await startServersRig(servers, clock, { sensors, env: { EXPORTER: target.url.href } });
  };
  const round = async (ms: number) => {
    const before = rig.frames.length;
    clock.advance(ms);
    await untilTrue(() => rig.frames.length > before, 'a round is done');
  };
  const status = () => serverMonitor.get().states()[0]!.status;

  it('are offline before the first round, and online after', async () => {
    await start();
    assert.equal(status(), 'offline');
    await round(0);
    assert.equal(status(), 'online');
  });

  it('are asked again soon, because rates need two samples, and then at the interval', async () => {
    await start();
    await round(0);
    assert.equal(rig.frames[0]?.get('cpu_usage_percent').value, null);
    await round(1000);
    assert.equal(rig.frames[1]?.get('cpu_usage_percent').value, 50);
    assert.equal(target.asked(), 2);
    await round(9000);
    assert.equal(target.asked(), 3);
  });

  it('go into the process image and onto the bus, with the ids of their sensors', async () => {
    await start([server()], [{ id: 301, tag: 'AI-MEM', device: 'ai_server', point: 'memory_usage_percent' }]);
    await round(0);
    const [frame] = rig.frames;
    assert.deepEqual([frame?.siteId, frame?.deviceId, frame?.get('up').value], ['WLCE', 'ai_server', 1]);
    const image = rig.site.image.get('ai_server');
    assert.equal(image?.connected, true);
    assert.equal(image.point('memory_usage_percent').value, 44.53);
    assert.equal(image.index.points[image.index.column('memory_usage_percent')!]?.sensorId, 301);
  });

  it('raise an alarm on the sensor once a limit was passed for long enough, and end it', async () => {
    const sensors = [{ id: 301, tag: 'AI-CPU', device: 'ai_server', point: 'cpu_usage_percent' }];
    await start([server({ thresholds: { cpuPct: { warning: 80, forS: 15 } } })], sensors);
    busy = 0.1;
    await round(0);
    busy = 30;
    seconds = 0;
    target.behave(answerText(() => hostText((seconds += 10), 0.93)));
    for (const ms of [1000, 9000, 10_000]) await round(ms);
    assert.equal(status(), 'warning');
    assert.deepEqual(
      rig.conditions.map(({ sensor, source, priority, active, threshold, value, message }) => {
        return { sensor, source, priority, active, threshold, value, message };
      }),
      [
        {
          sensor: 301,
          source: 'servers',
          priority: 'P2',
          active: true,
          threshold: 80,
          value: 93,
          message: 'above 80 % for 15 s',
        },
      ],
    );
    // The counters begin anew, so that the next two samples say what the host does now.
    seconds = 0;
    target.behave(answerText(() => hostText((seconds += 10), 0.2)));
    await round(10_000);
    assert.deepEqual([rig.conditions[1]?.sensor, rig.conditions[1]?.active], [301, false]);
    assert.equal(status(), 'online');
  });

  it('that are silent are offline at once, and an alarm after a minute', async () => {
    await start([server({ intervalS: 20 })]);
    await round(0);
    await target.close();
    await round(1000);
    assert.equal(status(), 'offline');
    assert.equal(rig.conditions.length, 0);
    for (let waited = 0; waited < 60; waited += 20) await round(20_000);
    const [down] = rig.conditions;
    assert.deepEqual([down?.active, down?.priority, down?.message], [true, 'P1', 'no source has answered for 60 s']);
    assert.deepEqual(down?.sensor, {
      key: 'server:ai_server:up',
      tag: 'AI-SERVER-UP',
      deviceId: 'ai_server',
      subsystem: 'network',
    });
    assert.deepEqual(rig.frames.at(-1)?.get('memory_usage_percent').value, null);
    assert.equal(rig.site.image.get('ai_server')?.connected, false);
    target = await startTarget(answerText(''));
  });

  it('with a source that is stated wrongly say so, and are asked for the rest', async () => {
    const wrong = { kind: 'nvidia', url: 'ftp://x' } as const;
    await start([server({ sources: [...server().sources, wrong] })]);
    await round(0);
    assert.equal(status(), 'warning');
    assert.match(rig.reports[0] ?? '', /^a source of ai_server cannot be asked: .*url must be/);
  });

  it('begin one after the other', async () => {
    await start(['a', 'b', 'c', 'd'].map((name) => server({ name })));
    for (let servers = 1; servers <= 4; servers += 1) {
      await round(servers === 1 ? 0 : 100);
      assert.equal(target.asked(), servers);
    }
  });

  it('fill the interval when there are many', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
    await start(names.map((name) => server({ name })));
    await round(0);
    await round(50);
    await untilTrue(() => target.asked() === 2, 'the second is asked');
  });
});
