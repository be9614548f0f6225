import assert from 'node:assert/strict';
import type { Connection } from '../../../nodes/history/connection.ts';
import { bessReadings } from '../../../nodes/tables/catalogue/microgrid-tables.ts';
import { planRemoval } from '../../../nodes/tables/plan/change-plan.ts';
import { planSelect } from '../../../nodes/tables/plan/select-plan.ts';
import { negotiate } from '../../../nodes/tables/request/media-type.ts';
import { readRestQuery } from '../../../nodes/tables/request/query-parameters.ts';
import tableStore, { tableReads } from '../../../nodes/tables/table-store.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { memoryConnection } from '../../support/store-engines.ts';

const rows = 50_000;
const limits = { maxRows: 100_000, maxMs: 1000 };

/** Each look at it takes a while. */
class SlowClock extends ManualClock {
  looks = 0;

  override monotonic(): number {
    this.looks += 1;
    this.advance(100);
    return super.monotonic();
  }
}

describe('time of a read', () => {
  let clock: SlowClock;
  let connection: Connection;

  before(() => {
    clock = new SlowClock();
    connection = memoryConnection([tableStore], clock);
    connection.run(
      `with recursive n (at) as (select 1 union all select at + 1 from n where at < ${rows})
      insert into mg_bess_readings (id, time, device_id, soe, created_at)
      select 'row ' || at, at, 'device ' || (at % 8), at % 100, 0 from n`,
    );
  });
  after(() => connection.close());

  const planned = (search: string, counts = false) =>
    planSelect(bessReadings, readRestQuery(search), { offset: 0, limit: 10 }, counts);
  const select = (search: string, counts?: boolean) => () => {
    clock.looks = 0;
    connection.limitRead(limits);
    return tableReads.select.run(connection, { plan: planned(search, counts), media: negotiate(undefined) });
  };

  for (const [title, read] of [
    ['that no index serves and that finds nothing', select('soe=gt.1000')],
    ['that counts', select('soe=gt.50&limit=1', true)],
    ['that sorts', select('order=soe.desc')],
    [
      'for rows to remove',
      () => {
        clock.looks = 0;
        connection.limitRead(limits);
        return tableReads.find.run(connection, planRemoval(bessReadings, readRestQuery('soe=gt.1000')));
      },
    ],
  ] as const) {
    it(`ends a search ${title}`, () => {
      assert.throws(read, { code: 'store_read_too_slow', status: 504 });
      assert.ok(clock.looks < 15, `${clock.looks} looks at the clock`);
    });
  }

  it('is not asked where an index leads to the rows', () => {
    const { rows: found } = select('time=gte.1970-01-01T00:00:01Z&order=time&limit=5')();
    assert.equal(found, 10);
    assert.ok(clock.looks < 15, `${clock.looks} looks at the clock`);
  });
});
