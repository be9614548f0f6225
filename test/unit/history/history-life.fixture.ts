import fc from 'fast-check';
import { Quality } from '../../../nodes/site/index.ts';
import type { RunningHistory } from './running-history.fixture.ts';

const dayMs = 86_400_000;

const hundredths = fc.integer({ min: -100_000, max: 100_000 }).map((number) => number / 100);
const reading = fc.option(hundredths, { freq: 6 });
const frames = fc.record({
  kind: fc.constant('frames'),
  values: fc.array(fc.tuple(reading, fc.option(fc.nat(500), { freq: 6 }), fc.boolean()), { maxLength: 20 }),
  periodMs: fc.constantFrom(0, 1000, 5000, 20_000, 400_000),
});
const late = fc.record({
  kind: fc.constant('late'),
  agoMs: fc.oneof(fc.nat(90_000), fc.nat(8_000_000)),
  power: reading,
});
const clockStep = fc.record({
  kind: fc.constant('clock step'),
  ms: fc.constantFrom(-dayMs, -3_600_000, -70_000, -3000, 3000, 3_600_000, dayMs),
});
const kill = fc.record({ kind: fc.constant('kill'), afterWrites: fc.nat(6) });
const other = fc.record({ kind: fc.constantFrom('restart', 'reset', 'pause', 'disk failure') });
const event = fc.oneof(
  { weight: 6, arbitrary: frames },
  { weight: 3, arbitrary: late },
  { weight: 1, arbitrary: clockStep },
  { weight: 2, arbitrary: kill },
  { weight: 2, arbitrary: other },
);
type Event = typeof event extends fc.Arbitrary<infer Generated> ? Generated : never;

/** What can happen to a gateway. */
export const anyLife = fc.array(event, { minLength: 3, maxLength: 30, size: 'max' });

/** Publishes, fails, restarts and sets clocks as the events say. */
export async function live(history: RunningHistory, events: readonly Event[]): Promise<void> {
  let energy = 0;
  for (const each of events) {
    if ('values' in each) {
      for (const [power, rise, isGood] of each.values) {
        energy += rise ?? 0;
        const quality = Uint8Array.of(power === null ? Quality.bad : isGood ? 0 : 1, 0, rise === null ? 2 : 0);
        history.publish([power, rise === null ? null : energy / 100], { quality });
        history.clock.advance(each.periodMs);
      }
    } else if ('agoMs' in each) {
      history.publish([each.power, null], { ts: history.clock.now() - each.agoMs, origin: 'posted' });
    } else if ('ms' in each) history.clock.stepWall(each.ms);
    else if ('afterWrites' in each) await history.kill(each.afterWrites);
    else if (each.kind === 'restart') await history.restart();
    else if (each.kind === 'reset') energy = 0;
    else if (each.kind === 'pause') history.clock.advance(1_900_000);
    else await history.failFor(90_000);
    await history.service.settle();
  }
}
