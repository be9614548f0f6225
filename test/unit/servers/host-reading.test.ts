import assert from 'node:assert/strict';
import { parseExposition } from '../../../nodes/servers/exposition.ts';
import { coreUsePct, hostCountersOf } from '../../../nodes/servers/host-counters.ts';
import { hostFamilies, hostReadingOf } from '../../../nodes/servers/host-reading.ts';
import { hostText } from './node-exporter.fixture.ts';

const wanted = new RegExp(`^(?:${hostFamilies})[ {]`);

function sampleOf(text: string, atMs: number) {
  const exposition = parseExposition(text, wanted);
  return { exposition, counters: hostCountersOf(exposition, atMs) };
}

function readingOf(before: string | undefined, after: string, seconds = 10) {
  const { exposition, counters } = sampleOf(after, seconds * 1000);
  return hostReadingOf(exposition, counters, before === undefined ? undefined : sampleOf(before, 0).counters);
}

describe('host reading', () => {
  it('knows everything but rates from one sample', () => {
    const reading = readingOf(undefined, hostText(100));
    assert.deepEqual(reading.cpu, {
      usagePct: null,
      perCorePct: [null, null],
      cores: 2,
      temperatureC: 65,
      load: [1.2, 1.5, 1.8],
    });
    assert.deepEqual(reading.memory, {
      totalBytes: 68_719_476_736,
      availableBytes: 38_117_834_752,
      cachedBytes: null,
    });
    assert.deepEqual(
      reading.disks?.map(({ mount, usedBytes }) => [mount, usedBytes]),
      [['/mnt/ingest', 2_147_483_648_000 - 805_306_368_000]],
    );
    assert.deepEqual(
      reading.network?.map(({ name, receivedBytes }) => [name, receivedBytes]),
      [['eth0', null]],
    );
    assert.equal(reading.uptimeS, 100);
  });

  it('takes rates from two samples', () => {
    const { cpu, network } = readingOf(hostText(100, 0.452), hostText(110, 0.452));
    assert.equal(cpu?.usagePct?.toFixed(6), '45.200000');
    assert.deepEqual([network?.[0]?.receivedBytes, network?.[0]?.sentBytes], [1000, 250]);
    assert.equal(network?.[0]?.receivedPackets, null);
  });

  it('counts on from zero after the host was started again', () => {
    const { cpu, network } = readingOf(hostText(5000, 0.9), hostText(10, 0.25));
    assert.equal(cpu?.usagePct, 25);
    assert.equal(network?.[0]?.receivedBytes, 1000);
  });

  it('takes a core that is new, as after a change of the machine, out of the mean', () => {
    const one = hostText(100).replaceAll(/^node_cpu_seconds_total\{cpu="1".*$/gm, '');
    const { cpu } = readingOf(one, hostText(110));
    assert.deepEqual(cpu?.perCorePct, [50, null]);
    assert.equal(cpu.usagePct, 50);
  });

  it('has no parts that the exporter does not provide', () => {
    const reading = readingOf(undefined, 'node_cpu_seconds_total{cpu="0",mode="idle"} 1\n');
    assert.deepEqual(
      [reading.memory, reading.uptimeS, reading.cpu?.load, reading.cpu?.temperatureC],
      [undefined, undefined, null, null],
    );
    assert.deepEqual([reading.disks, reading.network], [[], []]);
  });
});

describe('use of a core', () => {
  const cases: [title: string, before: [number, number] | undefined, after: [number, number], use: number | null][] = [
    ['the first sample', undefined, [1, 2], null],
    ['two equal samples', [1, 2], [1, 2], null],
    ['idle for half of the time', [10, 20], [15, 30], 50],
    ['idle time corrected downwards', [10, 20], [9.9, 30], 100],
    ['a reset', [1000, 2000], [3, 4], 25],
    ['no idle time at all', undefined, [NaN, 4], null],
  ];
  for (const [title, before, [idle, total], use] of cases) {
    it(`after ${title} is ${use}`, () => {
      const earlier = before && { idle: before[0], total: before[1] };
      assert.equal(coreUsePct(earlier, { idle, total }), use);
    });
  }
});
