import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { HistoryWriter } from './support/history-writer.ts';
import { Random } from './support/random.ts';
import { survivedHistory } from './support/survived-history.ts';

const kills = scaled(200);

describe('kill -9 while frames are counted and sealed', () => {
  const random = new Random(seed);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-history-kill-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it(`loses and doubles no sample and no bucket in ${kills} kills`, async function () {
    this.timeout(kills * 10_000 + 60_000);
    const acknowledged: number[] = [];
    let next = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const writer = await HistoryWriter.start(folder, next);
      await sleep(random.between(0, 400));
      const cycles = await writer.kill();
      acknowledged.push(...cycles);
      // The cycle in which it was killed may be on the disk too; its number is not used again.
      next = (cycles.at(-1) ?? next) + 2;
    }

    const { cycles, sealedSamples } = await survivedHistory(folder, next);
    const lost = acknowledged.filter((cycle) => !cycles.has(cycle));
    printFigures(
      `seed ${seed}: ${kills} kills, ${acknowledged.length} acknowledged frames, ${sealedSamples} samples sealed before ` +
        `the last kill, ${lost.length} lost, 0 doubled, all buckets equal a recount`,
    );
    assert.deepEqual(lost, []);
    assert.ok(sealedSamples > 0, 'nothing was sealed');
  });
});
