import assert from 'node:assert/strict';
import { PostedSensors } from '../../../nodes/history/posted-sensors.ts';
import { readingsOf } from '../../../nodes/history/readings.ts';
import { postedSite } from './posted-site.fixture.ts';

const now = Date.UTC(2026, 1, 21, 17, 45);
const dayMs = 86_400_000;

describe('readings of a message', () => {
  const sensors = new PostedSensors(postedSite());
  const read = (payload: unknown) => readingsOf(payload, sensors, now);
  const one = (fields: object) => {
    const { value, quality, reason, ts } = read({ sensor_id: 1, value: 20, ...fields })[0]!;
    return [value, quality, reason, ts];
  };

  const taken: [title: string, fields: object, reading: unknown[]][] = [
    ['a value alone is good and of now', {}, [20, 0, undefined, undefined]],
    ['a tag in the place of the id', { sensor_id: undefined, tag: 'TANK-T' }, [20, 0, undefined, undefined]],
    ['an uncertain value', { quality: 1 }, [20, 1, 'posted as uncertain', undefined]],
    ['a bad value', { quality: 2 }, [NaN, 2, 'posted as bad', undefined]],
    ['no value', { value: null }, [NaN, 2, 'posted without a value', undefined]],
    ['no value that calls itself good', { value: null, quality: 0 }, [NaN, 2, 'posted without a value', undefined]],
    ['the end of the range', { value: 150 }, [150, 0, undefined, undefined]],
    [
      'a value beyond the range',
      { value: 150.1 },
      [NaN, 2, '150.1 °C is outside the physical range -40 to 150 °C', undefined],
    ],
    ['a time in ISO 8601', { timestamp: '2026-02-21T06:00:00+01:00' }, [20, 0, undefined, now - 45_900_000]],
    ['a time in epoch milliseconds', { timestamp: now - 1.4 }, [20, 0, undefined, now - 1]],
    ['a time one day ahead', { timestamp: now + dayMs }, [20, 0, undefined, now + dayMs]],
  ];
  for (const [title, fields, reading] of taken) {
    it(`take ${title}`, () => assert.deepEqual(one(fields), reading));
  }

  it('take a list as it stands', () => {
    const list = read([
      { sensor_id: 1, value: 1 },
      { tag: 'TANK-L', value: 2 },
      { sensor_id: 1, value: 3 },
    ]);
    assert.deepEqual(
      list.map(({ sensor, value }) => [sensor.column, value]),
      [
        [0, 1],
        [3, 2],
        [0, 3],
      ],
    );
    assert.deepEqual(read([]), []);
  });

  const refused: [title: string, payload: unknown, field: string, message: RegExp][] = [
    ['no reading', 20, 'payload', /payload must be a reading, found 20/],
    ['nothing', undefined, 'payload', /found undefined/],
    ['nothing in a list', [null], 'payload[0]', /found null/],
    ['no sensor', { value: 1 }, 'payload.sensor_id', /must be the id of a sensor/],
    ['an id as text', { sensor_id: '1', value: 1 }, 'payload.sensor_id', /found "1"/],
    ['a tag as number', { tag: 1, value: 1 }, 'payload.tag', /must be the tag of a sensor, found 1/],
    ['no value', { sensor_id: 1 }, 'payload.value', /must be a finite number or null, found undefined/],
    ['a value as text', { sensor_id: 1, value: '20' }, 'payload.value', /found "20"/],
    ['a value that is none', { sensor_id: 1, value: NaN }, 'payload.value', /found NaN/],
    ['an infinite value', { sensor_id: 1, value: -Infinity }, 'payload.value', /found -Infinity/],
    ['a quality of its own', { sensor_id: 1, value: 1, quality: 3 }, 'payload.quality', /0 \(good\), .* found 3/],
    ['a time that is none', { sensor_id: 1, value: 1, timestamp: 'noon' }, 'payload.timestamp', /ISO 8601 .* "noon"/],
    ['a time without end', { sensor_id: 1, value: 1, timestamp: Infinity }, 'payload.timestamp', /found Infinity/],
    [
      'seconds for milliseconds',
      { sensor_id: 1, value: 1, timestamp: now / 1000 },
      'payload.timestamp',
      /not seconds\), found 1771695900/,
    ],
    [
      'a time more than one day ahead',
      [
        { sensor_id: 1, value: 1 },
        { sensor_id: 1, value: 1, timestamp: now + dayMs + 1 },
      ],
      'payload[1].timestamp',
      /at most 1 day in the future/,
    ],
  ];
  for (const [title, payload, field, message] of refused) {
    it(`refuse ${title}`, () => {
      assert.throws(
        () => read(payload),
        (thrown: { code: string; status: number; message: string; facts: { field: string } }) => {
          assert.deepEqual([thrown.code, thrown.status, thrown.facts.field], ['bad_reading', 400, field]);
          assert.match(thrown.message, message);
          return true;
        },
      );
    });
  }

  it('refuse more than 10 000', () => {
    const list = Array.from({ length: 10_001 }, () => ({ sensor_id: 1, value: 1 }));
    assert.equal(read(list.slice(1)).length, 10_000);
    assert.throws(() => read(list), { code: 'too_many_readings', message: /may bring 10000 readings, found 10001/ });
  });

  it('refuse a sensor that takes none', () => {
    assert.throws(() => read([{ sensor_id: 9, value: 1 }]), { code: 'sensor_not_posted' });
  });
});
