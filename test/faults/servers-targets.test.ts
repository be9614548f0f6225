import assert from 'node:assert/strict';
import { systemClock } from '../../nodes/kernel/index.ts';
import { serverMonitor } from '../../nodes/servers/server-monitor.ts';
import { reasonOf } from '../../nodes/servers/server-state.ts';
import { answerText, type Behaviour, flood, startTarget, type Target } from '../unit/servers/http-target.fixture.ts';
import { hostText } from '../unit/servers/node-exporter.fixture.ts';
import { type ServersRig, startServersRig } from '../unit/servers/servers.fixture.ts';
import { printFigures } from './support/fault-run.ts';
import { until } from './support/wait.ts';

const hostile: Readonly<Record<string, readonly [behaviour: Behaviour, reason: RegExp]>> = {
  hangs: [() => undefined, /no whole answer within 0.5 s/],
  floods: [flood, /larger than 4 MB/],
  talks_garbage: [
    answerText('\u0000\ufffdnode_cpu_seconds_total{{{{ 1\n'.repeat(10_000)),
    /not that of a node_exporter/,
  ],
  talks_broken_text: [answerText('node_cpu_seconds_total{cpu="0" 1\n'), /not Prometheus text/],
  closes_half_way: [
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${hostText(1)}`),
    /ended half-way/,
  ],
  redirects: [answerText('', '307 Temporary Redirect', 'Location: http://127.0.0.1:1/\r\n'), /redirects to/],
  resets: [(socket) => socket.resetAndDestroy(), /not reachable/],
};

describe('scrape targets that misbehave', function () {
  this.timeout(30_000);
  const targets: Target[] = [];
  let rig: ServersRig;

  before(async () => {
    let seconds = 0;
    const good = answerText(() => hostText((seconds += 1)));
    const behaviours = {
      good,
      ...Object.fromEntries(Object.entries(hostile).map(([name, [behaviour]]) => [name, behaviour])),
    };
    const servers = [];
    for (const [name, behaviour] of Object.entries(behaviours)) {
      const target = await startTarget(behaviour);
      targets.push(target);
      const sources = [{ kind: 'node-exporter', url: target.url.href, timeoutS: 0.5 } as const];
      servers.push({ name, description: name, intervalS: 1, sources });
    }
    rig = await startServersRig(servers, systemClock);
  });
  after(async () => {
    await rig.stop();
    for (const target of targets) await target.close();
  });

  it('are reported, bounded, and hold up no other', async () => {
    const heapBefore = process.memoryUsage().rss;
    const framesOf = (name: string) => rig.frames.filter(({ deviceId }) => deviceId === name);
    const { afterMs } = await until(() => Promise.resolve(framesOf('good').length >= 8), {
      what: 'eight rounds of the good server',
      withinMs: 15_000,
    });
    const states = serverMonitor.get().states();
    for (const state of states) {
      const expected = hostile[state.model.name]?.[1];
      if (expected) {
        assert.equal(state.status, 'offline', state.model.name);
        assert.match(reasonOf(state) ?? '', expected);
      } else {
        assert.deepEqual([state.status, reasonOf(state)], ['online', null]);
      }
    }
    const good = framesOf('good').slice(2);
    const gaps = good.slice(1).map(({ ts }, index) => ts - good[index]!.ts);
    assert.ok(Math.max(...gaps) < 1500, `a gap of ${Math.max(...gaps)} ms`);
    const grownMb = (process.memoryUsage().rss - heapBefore) / 1e6;
    assert.ok(grownMb < 60, `${grownMb} MB`);
    const asked = targets[1]?.asked() ?? 0;
    assert.ok(asked <= 5, `the one that hangs was asked ${asked} times`);
    printFigures(
      `${states.length - 1} hostile targets beside one: its longest gap ${Math.max(...gaps)} ms at 1 s, ` +
        `${grownMb.toFixed(0)} MB more memory, the hanging one asked ${asked} times in ${Math.round(afterMs / 1000)} s`,
    );
  });
});
