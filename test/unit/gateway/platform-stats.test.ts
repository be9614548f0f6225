import assert from 'node:assert/strict';
import type { TierStats } from '../../../nodes/history/index.ts';
import { platformStatsOf } from '../../../nodes/gateway/platform-stats.ts';

const alarms = { active: 1, acked: 2, shelved: 3, suppressed: 4, rtn_unack: 5 };
const mega = 1024 * 1024;
const nothing: TierStats = {
  tier: 'telemetry',
  sealedRows: 0,
  sealedBytes: 0,
  openRows: 0,
  openBytes: 0,
  oldest: null,
  newest: null,
};
const noon = Date.UTC(2026, 1, 21, 12);

describe('statistics of the platform', () => {
  it('shows the tiers of the store and the alarms', () => {
    const body = platformStatsOf(
      [
        {
          ...nothing,
          sealedRows: 9,
          openRows: 2,
          sealedBytes: 10 * mega,
          openBytes: 5 * mega,
          oldest: noon - 5000,
          newest: noon,
        },
        { ...nothing, tier: 'agg_1min' },
      ],
      720,
      alarms,
    );
    assert.deepEqual(body, {
      telemetry: {
        rows_last_hour: 720,
        table_size: '15 MB',
        oldest_in_window: '2026-02-21T11:59:55Z',
        newest_in_window: '2026-02-21T12:00:00Z',
      },
      aggregates: [
        {
          tier: 'telemetry',
          rows: 9,
          open_rows: 2,
          bytes: 15_728_640,
          oldest: '2026-02-21T11:59:55Z',
          newest: '2026-02-21T12:00:00Z',
        },
        { tier: 'agg_1min', rows: 0, open_rows: 0, bytes: 0, oldest: null, newest: null },
      ],
      alarms,
      dead_letter_24h: null,
    });
  });

  const sizes: [number, string][] = [
    [0, '0 bytes'],
    [10_239, '10239 bytes'],
    [10_240, '10 kB'],
    [148 * 1024 ** 2, '148 MB'],
    [2 * 1024 ** 6, '2097152 TB'],
  ];
  for (const [bytes, text] of sizes) {
    it(`writes ${bytes} bytes as ${text}`, () => {
      const { telemetry } = platformStatsOf([{ ...nothing, openBytes: bytes }], null, alarms);
      assert.equal(telemetry.table_size, text);
    });
  }
});
