import assert from 'node:assert/strict';
import { PostedSensors } from '../../../nodes/history/posted-sensors.ts';
import { postedSite } from './posted-site.fixture.ts';

describe('posted sensors', () => {
  const site = postedSite();
  const sensors = new PostedSensors(site);

  it('are found by id and by tag, as a column of their device', () => {
    const { index } = site.image.get('TANK')!;
    assert.deepEqual(sensors.get(2), { siteId: 'WLCE', index, column: 2 });
    assert.equal(sensors.get('TANK-E'), sensors.get(2));
  });

  const refused: [title: string, reference: number | string, code: string, message: RegExp][] = [
    ['an id that no sensor has', 99, 'unknown_sensor', /no sensor 99/],
    ['a tag that no sensor has', '1', 'unknown_sensor', /no sensor 1/],
    ['a sensor of a polled device', 9, 'sensor_not_posted', /Sensor 9 .* PUMP is polled/],
    ['the tag of such a sensor', 'PUMP-P', 'sensor_not_posted', /Sensor PUMP-P .* PUMP is polled/],
    ['a sensor of a faulted device', 8, 'device_faulted', /BROKEN is faulted: there is no profile x/],
  ];
  for (const [title, reference, code, message] of refused) {
    it(`are not ${title}`, () => {
      assert.throws(() => sensors.get(reference), { code, message });
    });
  }
});
