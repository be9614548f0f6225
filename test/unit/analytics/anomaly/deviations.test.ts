import assert from 'node:assert/strict';
import { deviationsOf } from '../../../../nodes/analytics/anomaly/deviations.ts';
import { episodesOf } from '../../../../nodes/analytics/anomaly/episodes.ts';
import { readObservations, temperatureAmong } from '../../../../nodes/analytics/baseline/read-observations.ts';
import { trainBaseline } from '../../../../nodes/analytics/baseline/train.ts';
import { seededRandom } from '../../../../nodes/ids/random.ts';
import { machineSensors, minuteHistory } from '../machine.fixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = Date.parse('2026-01-04T00:00:00Z');
const hours = 30 * 24;
const excess = { from: 600, until: 604, kwh: 40 };

/** 20 kWh an hour and 0.5 a piece, with noise; some hours in which it uses more. */
function plant() {
  const random = seededRandom(9);
  const [energy, pieces] = [[0], [0]];
  for (let minute = 1; minute < hours * 60; minute += 1) {
    const hour = Math.floor(minute / 60);
    const made = (hour * 7919) % 61 > 30 ? 1 : 0;
    const more = hour >= excess.from && hour < excess.until ? excess.kwh / 60 : 0;
    pieces.push(pieces.at(-1)! + made);
    energy.push(energy.at(-1)! + 20 / 60 + 0.5 * made + more + 0.1 * random.normal());
  }
  return minuteHistory(
    start,
    hours * 60,
    new Map([
      [1, (minute: number) => energy[minute]!],
      [3, (minute: number) => pieces[minute]!],
      [4, () => 40],
    ]),
  );
}

describe('the deviations of a machine from its baseline', () => {
  const history = plant();
  const request = (from: number, until: number) => ({
    sensors: machineSensors,
    drivers: ['production'],
    interval: '1hour' as const,
    span: { from: start + from * hourMs, until: start + until * hourMs },
    timeZone: 'UTC',
  });

  it('are found from the history alone', async () => {
    const observations = await readObservations(history, request(0, 500));
    const model = trainBaseline({ observations, drivers: ['production'], intervalMs: hourMs, timeZone: 'UTC' });
    assert.ok(Math.abs(model.fit.slopes[0]! - 0.5) < 0.02, String(model.fit.slopes));
    const later = deviationsOf(model, await readObservations(history, request(500, hours + 2)));
    const episodes = episodesOf(later, later.verdicts).filter(({ severity }) => severity === 'critical');
    assert.deepEqual(
      episodes.map(({ type, from, rowCount }) => [type, (from - start) / hourMs, rowCount]),
      [['energy_spike', excess.from, excess.until - excess.from]],
    );
    assert.ok(Math.abs(episodes[0]!.deviation! - excess.kwh) < 5);
    assert.deepEqual(
      later.verdicts.slice(-2).map((verdict) => verdict?.type),
      ['missing_data', 'missing_data'],
    );
  });

  it('need drivers that the machine measures', async () => {
    await assert.rejects(readObservations(history, { ...request(0, 5), drivers: ['vibration'] }), {
      code: 'unknown_driver',
      status: 422,
      message: /does not measure vibration; it measures power, production_count, temperature/,
    });
    assert.equal(temperatureAmong(['production', 'temperature_c'], machineSensors), 'temperature_c');
  });
});
