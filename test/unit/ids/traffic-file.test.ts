import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ModbusTraffic } from '../../../nodes/devices/index.ts';
import { readTraffic, recordTraffic } from '../../../nodes/ids/traffic-file.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { operation } from './operations.fixture.ts';

describe('traffic file', () => {
  let file: string;
  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(tmpdir(), 'busbar-traffic-')), 'traffic.jsonl');
  });
  afterEach(() => rmSync(path.dirname(file), { recursive: true }));

  const fail = (text: string): void => assert.fail(text);

  it('holds what was published, without what was carried along', () => {
    const traffic = new ModbusTraffic(fail);
    const clock = new ManualClock();
    const end = recordTraffic({ traffic, file, clock, log: fail });
    const operations = [operation(), operation({ at: 5.25, ok: false, origin: 'northbound' })];
    for (const one of operations) traffic.publish({ ...one, parts: [] } as typeof one);
    clock.advance(5000);
    assert.deepEqual(readTraffic(file), operations);
    traffic.publish(operation({ at: 6 }));
    end();
    traffic.publish(operation({ at: 7 }));
    assert.deepEqual(
      readTraffic(file).map(({ at }) => at),
      [0, 5.25, 6],
    );
  });

  it('goes on when it cannot be written, and says so', () => {
    const traffic = new ModbusTraffic(fail);
    const said: string[] = [];
    const end = recordTraffic({
      traffic,
      file: path.join(file, 'below'),
      clock: new ManualClock(),
      log: (text) => said.push(text),
    });
    traffic.publish(operation());
    end();
    assert.match(said.join(), /not recorded/);
  });

  for (const [title, line] of [
    ['no JSON', '{'],
    ['no number', JSON.stringify({ ...operation(), address: 'x' })],
    ['no device', JSON.stringify({ ...operation(), deviceId: undefined })],
  ] as const) {
    it(`with a line that is ${title} is refused with the line's number`, () => {
      writeFileSync(file, `${JSON.stringify(operation())}\n${line}\n`);
      assert.throws(() => readTraffic(file), { code: 'bad_training_data', message: /traffic\.jsonl:2 must be/ });
    });
  }
});
