import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { until as waitUntil } from '../faults/support/wait.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';
import { report } from './data-files.ts';
import { expectedOf, type PlainHour, type PlainTerm, refit } from './plain-baseline.ts';

interface Site {
  readonly factories: readonly { uuid: string; outdoorTemperature?: string }[];
  readonly machines: readonly { uuid: string; name: string; factory: string; device: string }[];
  readonly sensors: readonly { id: number; tag: string; device: string; point: string }[];
}
interface ModelAnswer {
  readonly coefficients: Readonly<Record<string, number>>;
  readonly statistics: { readonly r_squared: number; readonly rmse: number; readonly training_samples: number };
  readonly terms: readonly PlainTerm[];
  readonly training_period: { readonly start: string };
}
interface TrainingAnswer {
  readonly model_id: string;
  readonly is_active: boolean;
  readonly message: string;
}
interface DeviationAnswer {
  readonly deviations: readonly { readonly timestamp: string; readonly actual: number; readonly predicted: number; readonly is_anomaly: boolean }[]; // prettier-ignore
}
interface Hour {
  readonly bucket: string;
  readonly val_last: number;
  readonly val_avg: number;
}

const hourMs = 3_600_000;
/** Means of the telemetry have six decimals, which the coefficients feel. */
const tolerance = 1e-6;
const site = parse(readFileSync(path.resolve(import.meta.dirname, '../../sites/demo.yaml'), 'utf8')) as Site;

describe('the baselines of the demo plant, recomputed from hourly readings', function () {
  this.timeout(240_000);
  let gateway: TestGateway;
  let until: number;
  let from: number;
  let worst = 0;

  async function request<Body>(method: string, url: string, body?: object): Promise<Body> {
    const { status, json, text } = await ask({ port: gateway.port, method, path: url, body });
    assert.equal(status, 200, `${url} ${JSON.stringify(body)}: ${text.slice(0, 300)}`);
    return json as Body;
  }
  const get = <Body>(url: string, question: Readonly<Record<string, string>> = {}) =>
    request<Body>('GET', `${url}?${new URLSearchParams(question).toString()}`);

  async function hoursOf(sensorId: number): Promise<ReadonlyMap<number, Hour>> {
    const range = { start: iso(from - hourMs), end: iso(until), agg: '1hour' };
    const { data } = await get<{ data: Hour[] }>('/api/v1/telemetry', { sensor_id: String(sensorId), ...range });
    return new Map(data.map((hour) => [Date.parse(hour.bucket), hour]));
  }

  /** Energy, pieces and temperatures of each hour, from the readings of four sensors. */
  async function rowsOf({ device, factory }: Site['machines'][number]): Promise<PlainHour[]> {
    const tag = site.factories.find(({ uuid }) => uuid === factory)?.outdoorTemperature;
    const sensorOf = (point: string) => site.sensors.find((each) => each.device === device && each.point === point);
    const outside = site.sensors.find((each) => each.tag === tag);
    const sensors = [sensorOf('energy'), sensorOf('production_count'), sensorOf('temperature'), outside];
    const [energy, pieces, inside, outdoor] = await Promise.all(
      sensors.map(async (sensor) => sensor && hoursOf(sensor.id)),
    );
    const riseAt = (hours: ReadonlyMap<number, Hour> | undefined, start: number): number =>
      (hours?.get(start)?.val_last ?? NaN) - (hours?.get(start - hourMs)?.val_last ?? NaN);
    return Array.from({ length: (until - from) / hourMs }, (_, row) => {
      const start = from + row * hourMs;
      const drivers = {
        production_count: riseAt(pieces, start),
        temperature: inside?.get(start)?.val_avg ?? NaN,
        outdoor_temperature: outdoor?.get(start)?.val_avg ?? NaN,
      };
      return { start, kwh: riseAt(energy, start), drivers };
    });
  }

  function agree(found: number | undefined, expected: number, scale: number, what: string): void {
    const difference = Math.abs((found ?? NaN) - expected) / scale;
    assert.ok(difference <= tolerance, `${what}: answered ${String(found)}, recomputed ${expected}`);
    worst = Math.max(worst, difference);
  }

  before(async () => {
    gateway = await startGateway({ env: { SIMULATED_HISTORY_DAYS: '6' } });
    const isComplete = () => gateway.logs().includes('The simulated history is complete');
    await waitUntil(isComplete, { what: 'the simulated past', withinMs: 120_000 });
    until = Math.floor((Date.now() - 60_000) / hourMs) * hourMs - 2 * hourMs;
    from = until - 120 * hourMs;
  });
  after(() => gateway.stop());

  it('agree in coefficients, figures, predictions and deviations', async () => {
    let trained = 0;
    for (const machine of site.machines) {
      const { uuid: machine_id, name } = machine;
      const answer = await request<TrainingAnswer>('POST', '/api/v1/baseline/train', { machine_id, start_date: iso(from), end_date: iso(until) }); // prettier-ignore
      const model = await get<ModelAnswer>(`/api/v1/baseline/model/${answer.model_id}`);
      const { terms, coefficients, statistics } = model;
      const hours = await rowsOf(machine);
      const isComplete = ({ kwh, drivers }: PlainHour) => [kwh, ...terms.map(({ driver }) => drivers[driver])].every(Number.isFinite); // prettier-ignore
      const rows = hours.filter(isComplete);
      assert.equal(statistics.training_samples, rows.length, name);
      const fit = refit(rows, terms, () => 0);
      const mean = rows.reduce((sum, { kwh }) => sum + kwh, 0) / rows.length;
      agree(statistics.r_squared, fit.rSquared, 1, `R² of ${name}`);
      agree(statistics.rmse, fit.rmse, fit.rmse, `RMSE of ${name}`);
      const { intercept, ...slopes } = coefficients;
      agree(intercept, fit.intercept, mean, `intercept of ${name}`);
      for (const [column, slope] of Object.values(slopes).entries()) {
        const expected = fit.slopes[column]!;
        agree(slope, expected, Math.abs(expected), `slope ${column} of ${name}`);
      }
      report(name, statistics.r_squared, `R², ${Object.keys(coefficients).join(', ')}; ${answer.message}`);
      if (!answer.is_active) continue;
      trained += 1;

      const inputs = Object.fromEntries(terms.map(({ driver }) => [driver, rows[60]!.drivers[driver]!]));
      const { predicted_energy } = await request<{ predicted_energy: number }>('POST', '/api/v1/baseline/predict', { machine_id, inputs }); // prettier-ignore
      agree(predicted_energy, expectedOf(fit, terms, inputs, 0), mean, `prediction of ${name}`);
      const { deviations } = await get<DeviationAnswer>('/api/v1/baseline/deviation', { machine_id, start_time: iso(from), end_time: iso(until) }); // prettier-ignore
      for (const { start, kwh, drivers } of rows) {
        const hour = deviations.find(({ timestamp }) => Date.parse(timestamp) === start);
        agree(hour?.actual, kwh, mean, `energy of ${name}, ${iso(start)}`);
        agree(hour?.predicted, expectedOf(fit, terms, drivers, 0), mean, `expected of ${name}, ${iso(start)}`);
      }
    }
    report('largest relative difference', worst, `at most ${tolerance}`);
    assert.ok(trained > 0, 'no model was activated');
  });
});

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
