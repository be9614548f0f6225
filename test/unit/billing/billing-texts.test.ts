import assert from 'node:assert/strict';
import { dailyCsv, reportCsv, reportJson } from '../../../nodes/billing/billing-texts.ts';
import type { DailyEnergyBody, EnergyReport } from '../../../nodes/billing/energy-billing.ts';
import type { EnergyRow } from '../../../nodes/billing/energy-rows.ts';

const row: EnergyRow = {
  bucket: '2026-02-21T06:00:00Z',
  sensor_id: 74,
  sensor_tag: 'MSB-01, "main"',
  equipment_tag: null,
  block_slug: 'block-01',
  site_slug: 'wlce',
  value: 70.58,
  unit: 'kWh',
  sample_count: 60,
  quality_good_ratio: 1,
  kwh_value: 70.58,
  metering_role: 'load',
  subsystem: 'electrical',
  direction: 'import',
  source: 'counter',
  counted: true,
};
const reportOf = (count: number): EnergyReport => ({
  head: {
    block_slug: 'block-01',
    start: '2026-02-21T06:00:00Z',
    end: '2026-02-21T07:00:00Z',
    total: 70.58,
    row_count: count,
    limit: 100_000,
    offset: 0,
    next_offset: null,
  },
  rows: Array<EnergyRow>(count).fill(row),
});

describe('billing texts', () => {
  for (const count of [0, 1, 500, 1001]) {
    it(`are the JSON of a report of ${count} rows`, async () => {
      const { head, rows } = reportOf(count);
      assert.deepEqual(JSON.parse(await reportJson(reportOf(count))), { ...head, data: rows });
    });
  }

  it('let the event loop turn while a long report is written', async () => {
    let turns = 0;
    let writing = true;
    const turn = (): void => {
      turns += 1;
      if (writing) setImmediate(turn);
    };
    setImmediate(turn);
    await reportJson(reportOf(5000));
    writing = false;
    assert.ok(turns >= 10, `${turns} turns`);
  });

  it('are the CSV of a report, with a header and line ends as RFC 4180 has them', async () => {
    assert.equal(
      await reportCsv(reportOf(1)),
      'bucket,sensor_id,sensor_tag,equipment_tag,block_slug,site_slug,value,unit,sample_count,quality_good_ratio,' +
        'metering_role,subsystem,direction,source,counted\r\n' +
        '2026-02-21T06:00:00Z,74,"MSB-01, ""main""",,block-01,wlce,70.58,kWh,60,1,load,electrical,import,counter,true\r\n',
    );
  });

  it('are the CSV of days, with the reasons of what is missing', () => {
    const day: DailyEnergyBody = {
      day: '2026-02-21',
      block_slug: 'block-01',
      site_slug: 'wlce',
      electrical_kwh: 21_348,
      thermal_kwht_recovered: 0,
      thermal_kwht_rejected: null,
      heat_recovery_ratio: 0,
      pue_estimate: null,
      complete: true,
      reasons: { thermal_kwht_rejected: 'no meter', pue_estimate: 'no IT, no ratio' },
    };
    assert.equal(
      dailyCsv([day]),
      'day,block_slug,site_slug,electrical_kwh,thermal_kwht_recovered,thermal_kwht_rejected,heat_recovery_ratio,' +
        'pue_estimate,complete,reasons\r\n' +
        '2026-02-21,block-01,wlce,21348,0,,0,,true,"thermal_kwht_rejected: no meter; pue_estimate: no IT, no ratio"\r\n',
    );
  });
});
