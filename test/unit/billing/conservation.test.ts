import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EnergyBilling } from '../../../nodes/billing/energy-billing.ts';
import type { EnergyHistory } from '../../../nodes/billing/energy-series.ts';
import { memoryConnection } from '../../support/store-engines.ts';
import { historyModules } from '../history/history.fixture.ts';
import { RunningHistory } from '../history/running-history.fixture.ts';
import { counter, countedIn, type Samples, siteOf } from './billing.fixture.ts';

const site = siteOf({
  METER: { role: 'load', points: { ActivePower: { unit: 'kW' }, EnergyImport: counter() } },
});
/** The running history's meter has the sensors 41 and 42. */
const firstSensor = 40;
const fiveMinutes = 300_000;

const happening = fc.record({
  kind: fc.constantFrom('read', 'read', 'read', 'read', 'bad', 'reset', 'restart', 'kill', 'clocks change'),
  rise: fc.integer({ min: 0, max: 500 }),
  gapMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1000, max: 200_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 3_600_000, max: 40_000_000 }) },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer Generated> ? Generated : never;

/** What the meter showed while the gateway ran, stopped and died. */
async function live(history: RunningHistory, happenings: readonly Happening[]): Promise<Samples> {
  const samples: [number, number | null][] = [];
  let hundredths = 5_000_000;
  for (const { kind, rise, gapMs } of happenings) {
    hundredths = kind === 'reset' ? rise : hundredths + rise;
    const energy = kind === 'bad' ? null : hundredths / 100;
    history.publish([1, energy]);
    samples.push([history.clock.now(), energy]);
    history.clock.advance(gapMs);
    await history.service.settle();
    if (kind === 'restart') await history.restart();
    if (kind === 'kill') await history.kill(2);
    // To the last hours before the end of summer time.
    if (kind === 'clocks change') history.clock.stepWall(Math.max(0, Date.UTC(2026, 9, 24, 22) - history.clock.now()));
  }
  await history.rest();
  return samples;
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const iso = (epochMs: number): string => new Date(epochMs).toISOString();

describe('billing from a running history', () => {
  it('bills what the meter counted, in every span and on every day, whatever happens to the gateway', async function () {
    this.timeout(20_000);
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 60 }), fc.nat(), async (happenings, cut) => {
        const history = await new RunningHistory(memoryConnection(historyModules)).start();
        const samples = await live(history, happenings);
        const fromStore: EnergyHistory = {
          series: (question) => history.service.series({ ...question, sensorId: firstSensor + question.sensorId }),
        };
        const billing = new EnergyBilling({ history: fromStore, site, clock: history.clock });
        const [first, last] = [samples[0]?.[0] ?? NaN, samples.at(-1)?.[0] ?? NaN];
        const start = Math.floor(first / fiveMinutes) * fiveMinutes;
        const end = (Math.floor(last / fiveMinutes) + 1) * fiveMinutes;
        const middle = start + (cut % Math.max(1, (end - start) / fiveMinutes)) * fiveMinutes;

        const spans = [[start, end], [start, middle], [middle, end]] as const; // prettier-ignore
        for (const [from, until] of spans.filter(([from, until]) => from < until)) {
          const asked = { block_slug: 'block-01', start: iso(from), end: iso(until) };
          const { head } = await billing.report('electrical', asked);
          assert.equal(rounded(head.total ?? NaN), rounded(countedIn(samples, from, until)));
        }
        const days = await billing.daily({ block_slug: 'block-01', start: iso(start - 86_400_000) });
        const billed = days.reduce((sum, { electrical_kwh: kwh }) => sum + (kwh ?? 0), 0);
        assert.equal(rounded(billed), rounded(countedIn(samples, start, end)));
        await history.service.stop();
      }),
      {
        numRuns: 6,
        // Off for longer than frames are kept for the cloud, before they were sealed.
        examples: [
          [
            [...Array<number>(6).keys()].map((step) => ({
              kind: step === 0 ? 'restart' : 'read',
              rise: 1,
              gapMs: step === 1 ? 7_200_000 : 1000,
            })),
            0,
          ],
        ],
      },
    );
  });
});
