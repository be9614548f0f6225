import assert from 'node:assert/strict';
import type { DeviceFrames } from '../../../nodes/plant/history-batch.ts';
import { type HistoryRunOptions, runHistory } from '../../../nodes/plant/history-run.ts';
import { openPlantAt } from '../../../nodes/plant/opening.ts';
import { stepPlant } from '../../../nodes/plant/plant.ts';
import { WireSampler } from '../../../nodes/plant/wire-sampler.ts';
import { demoSite } from './demo-site.fixture.ts';

const minuteMs = 60_000;
const opening = openPlantAt(42, Date.parse('2026-02-18T10:00:13.417Z'));
const endMs = Date.parse('2026-02-18T10:00:00Z');
const site = demoSite();
const devices = site.devices.map(({ unit, index }) => ({ deviceId: index.deviceId, unit, points: index.points }));
const options: HistoryRunOptions = { opening, days: 1, rawHours: 0.25, devices, leftOut: site.leftOut };

interface Recorded {
  readonly shares: readonly number[];
  /** First, last, lowest and summed value of each bucket, by sensor and start. */
  readonly buckets: ReadonlyMap<string, Record<string, number>>;
  readonly sensorIds: ReadonlySet<number>;
  readonly frames: readonly DeviceFrames[];
}

/** Buckets have to be read before the next step is made. */
function record(run: HistoryRunOptions): Recorded {
  const shares: number[] = [];
  const buckets = new Map<string, Record<string, number>>();
  const sensorIds = new Set<number>();
  const frames: DeviceFrames[] = [];
  for (const step of runHistory(run)) {
    if (step.kind === 'frames') frames.push(...step.devices);
    else shares.push(step.share);
    if (step.kind === 'buckets') {
      for (const { sensorId, buckets: columns } of step.devices.flatMap(({ sensors }) => sensors)) {
        sensorIds.add(sensorId);
        for (const [row, start] of columns.start.entries()) {
          const values = Object.entries(columns).map(([name, column]) => [name, (column as Float64Array)[row]!]);
          buckets.set(`${sensorId} ${start}`, Object.fromEntries(values) as Record<string, number>);
        }
      }
    }
  }
  return { shares, buckets, sensorIds, frames };
}

describe('history-run', () => {
  const recorded = record(options);

  it('has every minute of the span for 150 sensors', () => {
    assert.equal(recorded.sensorIds.size, 150);
    assert.equal(recorded.buckets.size, 150 * 1440);
    assert.ok(recorded.buckets.has(`42 ${endMs - 1440 * minuteMs}`));
    assert.ok(recorded.buckets.has(`42 ${endMs - minuteMs}`));
    assert.deepEqual(
      [...site.leftOut].filter((id) => recorded.sensorIds.has(id)),
      [],
    );
  });

  it('has readings as they come over the wire', () => {
    for (const { n, expected, sum, min, max, first, last } of recorded.buckets.values()) {
      assert.equal(n, expected);
      assert.ok(min! <= first! && first! <= max! && min! <= last! && last! <= max!);
      assert.ok(sum! / n! >= min! - 1e-9 && sum! / n! <= max! + 1e-9);
    }
    for (let at = endMs - 1440 * minuteMs; at < endMs; at += minuteMs) {
      const { sum, last } = recorded.buckets.get(`42 ${at}`)!;
      assert.equal(sum, Number(sum!.toFixed(1)));
      assert.equal(last, Number(last!.toFixed(1)));
    }
  });

  it('counts up without a leap, and on into the plant that lives', () => {
    const sampler = new WireSampler(opening, devices);
    sampler.sample(stepPlant(opening, 1000));
    const points = devices.flatMap((device) => device.points);
    for (const [column, { sensorId, counter }] of points.entries()) {
      if (!counter || !recorded.sensorIds.has(sensorId!)) continue;
      let rises = 0;
      for (let at = endMs - 1439 * minuteMs; at < endMs; at += minuteMs) {
        const [before, now] = [at - minuteMs, at].map((start) => recorded.buckets.get(`${sensorId!} ${start}`)!);
        assert.ok(now!.first! >= before!.last!, `sensor ${sensorId!}: ${before!.last!}, then ${now!.first!}`);
        assert.ok(Math.abs(now!.last! - now!.first! - now!.delta!) < 1e-6);
        rises = Math.max(rises, now!.last! - before!.last!);
      }
      const [last, live] = [
        recorded.buckets.get(`${sensorId!} ${endMs - minuteMs}`)!.last!,
        sampler.raw[column]! / sampler.divisors[column]!,
      ];
      assert.ok(live >= last && live - last <= rises + 1, `sensor ${sensorId!}: ${last}, then ${live}`);
    }
  });

  it('is as warm and as full at its end as the plant that lives', () => {
    const sampler = new WireSampler(opening, devices);
    sampler.sample(opening);
    const points = devices.flatMap((device) => device.points);
    for (const sensorId of [2, 8, 42, 43, 56, 108, 118, 175, 176]) {
      const column = points.findIndex((point) => point.sensorId === sensorId);
      const live = sampler.raw[column]! / sampler.divisors[column]!;
      const { last } = recorded.buckets.get(`${sensorId} ${endMs - minuteMs}`)!;
      assert.ok(Math.abs(live - last!) <= 0.31, `sensor ${sensorId}: ${last}, then ${live}`);
    }
  });

  it('has raw samples of its end at the poll periods, which make the same buckets', () => {
    const battery = recorded.frames.filter(({ deviceId }) => deviceId === 'WLCE-BESS-01');
    const times = battery.flatMap((table) => [...table.times]);
    assert.deepEqual(
      times,
      Array.from({ length: 900 }, (_, second) => endMs - 15 * minuteMs + second * 1000),
    );
    const [table] = recorded.frames.filter(({ deviceId }) => deviceId === 'CDU-01');
    const supply = [...table!.values].filter((_, place) => place % 13 === 0).slice(0, 12);
    const { sum, min, max } = recorded.buckets.get(`42 ${endMs - 15 * minuteMs}`)!;
    assert.deepEqual([Math.min(...supply), Math.max(...supply)], [min, max]);
    assert.ok(Math.abs(supply.reduce((total, value) => total + value) - sum!) < 1e-9);
  });

  it('tells how far it is, up to the end', () => {
    assert.deepEqual(
      recorded.shares,
      recorded.shares.toSorted((a, b) => a - b),
    );
    assert.equal(recorded.shares.at(-1), 1);
  });

  it('goes on where it was broken off as if it had not been', () => {
    const rest = record({ ...options, fromMs: endMs - 600 * minuteMs });
    assert.equal(rest.buckets.size, 150 * 600);
    for (const [key, bucket] of rest.buckets) assert.deepEqual(bucket, recorded.buckets.get(key));
  });
});
