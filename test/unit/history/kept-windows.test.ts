import assert from 'node:assert/strict';
import { KeptWindows } from '../../../nodes/history/kept-windows.ts';
import { type WindowQuestion, type WindowText, windowTextOf } from '../../../nodes/history/window-text.ts';

const hourMs = 3_600_000;
const windowMs = 6 * hourMs;
const question = { sensorId: 41, tier: 'agg_1min', from: hourMs, to: windowMs + hourMs } as const;

describe('kept windows', () => {
  let asked: WindowQuestion[];
  let kept: KeptWindows;
  let read: (question: WindowQuestion) => Promise<readonly WindowText[]>;

  beforeEach(() => {
    asked = [];
    // One bucket in the middle of each window; its text is how often the store was asked.
    read = ({ windows }) =>
      Promise.resolve(
        windows.map((start) => windowTextOf(Float64Array.of(start + windowMs / 2), [String(asked.length)])),
      );
    kept = new KeptWindows((question) => {
      asked.push(question);
      return read(question);
    });
  });

  const textOf = async (changes: Partial<typeof question> = {}): Promise<string> => {
    const { json } = await kept.seriesJson({ ...question, ...changes });
    return Buffer.concat(json).toString();
  };

  it('reads the missing windows of a question together, and each once', async () => {
    assert.equal(await textOf(), '[1]');
    assert.equal(await textOf({ to: 3 * windowMs }), '[1,1,2]');
    assert.deepEqual(asked, [
      { sensorId: 41, tier: 'agg_1min', windows: [0, windowMs] },
      { sensorId: 41, tier: 'agg_1min', windows: [2 * windowMs] },
    ]);
  });

  it('shares one read among those who ask at the same time', async () => {
    assert.deepEqual(await Promise.all([textOf(), textOf(), textOf()]), ['[1]', '[1]', '[1]']);
    assert.equal(asked.length, 1);
  });

  it('keeps sensors and tiers apart', async () => {
    await textOf();
    await textOf({ sensorId: 42 } as object);
    await textOf({ tier: 'agg_5min' } as object);
    assert.equal(asked.length, 3);
  });

  it('reads again when a bucket has changed, also while a read ran', async () => {
    const running = textOf();
    kept.forget();
    assert.equal(await running, '[1]');
    assert.equal(await textOf(), '[2]');
  });

  it('keeps no failure', async () => {
    const works = read;
    read = () => Promise.reject(new Error('the reader is down'));
    await assert.rejects(textOf(), /reader is down/);
    read = works;
    assert.equal(await textOf(), '[2]');
  });

  it('takes buckets of up to sixteen windows', () => {
    const takes = (tier: 'telemetry' | 'agg_1min', hours: number): boolean =>
      kept.takes({ sensorId: 41, tier, from: 0, to: hours * hourMs });
    assert.deepEqual([takes('agg_1min', 96), takes('agg_1min', 97), takes('telemetry', 1)], [true, false, false]);
  });
});
