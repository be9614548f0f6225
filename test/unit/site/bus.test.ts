import assert from 'node:assert/strict';
import { Bus, type Frame } from '../../../nodes/site/index.ts';
import { frameOf } from './frame.fixture.ts';

describe('bus', () => {
  let reports: string[];
  let heard: string[];
  let bus: Bus;

  beforeEach(() => {
    reports = [];
    heard = [];
    bus = new Bus((text) => reports.push(text));
  });

  const listener =
    (name: string) =>
    ({ cycle }: Frame): void =>
      void heard.push(`${name} ${cycle}`);

  it('tells every listener of every frame, in the order in which they subscribed', () => {
    bus.subscribe(listener('guard'));
    bus.subscribe(listener('record'));
    bus.publish(frameOf({ power: 1 }, { cycle: 1 }));
    bus.publish(frameOf({ power: 1 }, { cycle: 2 }));
    assert.deepEqual(heard, ['guard 1', 'record 1', 'guard 2', 'record 2']);
  });

  it('reports a listener that throws and tells the others', () => {
    bus.subscribe(() => {
      throw new Error('broken');
    });
    bus.subscribe(listener('record'));
    bus.publish(frameOf({ power: 1 }));
    assert.deepEqual(heard, ['record 1']);
    assert.deepEqual(reports, ['a listener of DEVICE-1 failed: broken']);
  });

  it('tells nobody who has unsubscribed, also while a frame is being told', () => {
    const unsubscribe: (() => void)[] = [];
    bus.subscribe(() => unsubscribe.at(-1)?.());
    unsubscribe.push(bus.subscribe(listener('gone')));
    bus.subscribe(listener('stays'));
    bus.publish(frameOf({ power: 1 }));
    bus.publish(frameOf({ power: 1 }, { cycle: 2 }));
    assert.deepEqual(heard, ['stays 1', 'stays 2']);
  });
});
