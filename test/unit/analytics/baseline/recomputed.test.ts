import assert from 'node:assert/strict';
import { deviationBody, modelBody, predictionBody } from '../../../../nodes/analytics/baseline/baseline-bodies.ts';
import { expectedOf, hourOfWeek, type PlainTerm, refit } from '../../../accuracy/plain-baseline.ts';
import { hourAt, hourMs, press, pressAnalytics, type PressOptions } from '../press.fixture.ts';

interface ModelAnswer {
  readonly coefficients: Readonly<Record<string, number>>;
  readonly statistics: { readonly r_squared: number; readonly rmse: number; readonly training_samples: number };
  readonly terms: readonly PlainTerm[];
  readonly form: string;
}
interface DeviationAnswer {
  readonly deviations: readonly { readonly predicted: number }[];
}

const near = (found: number | undefined, expected: number, what: string): void =>
  assert.ok(Math.abs(found! - expected) <= 1e-7 * Math.max(1, Math.abs(expected)), `${what}: ${found}, ${expected}`);

/** What the answers about the press should be, from the readings of its meters alone. */
async function hoursOf(
  { history }: { history: Awaited<ReturnType<typeof pressAnalytics>>['context']['history'] },
  until: number,
) {
  const read = (sensorId: number) => history.series({ sensorId, tier: 'agg_1hour', from: hourAt(0), to: until });
  const [energy, pieces, outdoor] = await Promise.all([read(1), read(3), read(5)]);
  return Array.from(energy.start, (start, row) => {
    const drivers = { production_count: pieces.delta[row]!, outdoor_temperature: outdoor.sum[row]! / outdoor.n[row]! };
    return { start, kwh: energy.delta[row]!, drivers };
  });
}

describe('the answers about a baseline, recomputed by plain arithmetic', () => {
  const plants: [form: string, options: PressOptions][] = [
    ['change-point', {}],
    ['time-of-week', { hours: 800, more: (hour) => 15 * ((hour * 31) % 24 > 12 ? 1 : 0) }],
  ];
  for (const [form, options] of plants) {
    it(`agree for a ${form} model`, async function () {
      this.timeout(10_000);
      const { hours = 400 } = options;
      const { baselines, context } = await pressAnalytics(options);
      const trained = await baselines.train(press);
      const model = modelBody(trained) as unknown as ModelAnswer;
      assert.equal(model.form, form);
      const { terms, coefficients, statistics } = model;
      const groupOf = (start: number): number => (form === 'time-of-week' ? hourOfWeek(start, 'UTC') : 0);
      const all = await hoursOf(context, hourAt(hours));
      // The first hour follows on none, so that nobody knows what it used.
      const fit = refit(all.slice(1), terms, groupOf);
      assert.equal(statistics.training_samples, hours - 1);
      near(statistics.r_squared, fit.rSquared, 'R²');
      near(statistics.rmse, fit.rmse, 'RMSE');
      const { intercept, ...slopes } = coefficients;
      near(intercept, fit.intercept, 'intercept');
      for (const [column, slope] of Object.values(slopes).entries())
        near(slope, fit.slopes[column]!, `slope ${column}`);

      const inputs = { production_count: 77, outdoor_temperature: 21 };
      const { predicted_energy } = predictionBody(press, await baselines.predict(press, inputs, hourAt(33)));
      near(predicted_energy as number, expectedOf(fit, terms, inputs, groupOf(hourAt(33))), 'prediction');
      const span = { from: hourAt(100), until: hourAt(200) };
      const { deviations } = deviationBody(
        press,
        span,
        await baselines.deviation(press, span),
      ) as unknown as DeviationAnswer;
      for (const [row, { predicted }] of deviations.entries()) {
        const { drivers, start } = all[100 + row]!;
        near(predicted, expectedOf(fit, terms, drivers, groupOf(start)), `hour ${(start - hourAt(0)) / hourMs}`);
      }
    });
  }
});
