import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { HistoryWriter } from './support/history-writer.ts';
import { Random } from './support/random.ts';
import { SmallDisk, testOnDisk } from './support/small-disk.ts';
import { type SurvivedHistory, survivedHistory } from './support/survived-history.ts';

const cuts = scaled(50);
const unsyncedCuts = Math.max(2, scaled(10));
const diskMb = 192;
const unsyncedCommits = path.join(import.meta.dirname, 'unsynced-commits.child.ts');

interface Outcome extends SurvivedHistory {
  readonly acknowledged: readonly number[];
  readonly lost: readonly number[];
}

describe('a power cut while frames are counted and sealed', () => {
  const random = new Random(seed);

  /** Cuts the power of one writer after the other. Throws when what is left contradicts itself. */
  async function cutPower(disk: SmallDisk, times: number, preloaded: readonly string[] = []): Promise<Outcome> {
    const folder = path.join(disk.folder, 'data');
    mkdirSync(folder);
    const acknowledged: number[] = [];
    let next = 0;
    for (let cut = 0; cut < times; cut += 1) {
      const writer = await HistoryWriter.start(folder, next, preloaded);
      await sleep(random.between(0, 400));
      // Not what is said later: a sync of a file system that has just become read-only succeeds and does nothing.
      acknowledged.push(...writer.acknowledged);
      disk.cutPower();
      const last = (await writer.kill()).at(-1) ?? next;
      disk.startAgain();
      // The cycle in which it was cut may be on the disk too; its number is not used again.
      next = last + 2;
    }
    const survived = await survivedHistory(folder, next);
    return { ...survived, acknowledged, lost: acknowledged.filter((cycle) => !survived.cycles.has(cycle)) };
  }

  testOnDisk(`loses no acknowledged frame and doubles none in ${cuts} cuts`, async function () {
    this.timeout(cuts * 10_000 + 60_000);
    await SmallDisk.use(diskMb, async (disk) => {
      const { acknowledged, lost, sealedSamples } = await cutPower(disk, cuts);
      printFigures(
        `seed ${seed}: ${cuts} cuts, ${acknowledged.length} acknowledged frames, ${sealedSamples} samples sealed before ` +
          `the last cut, ${lost.length} lost, 0 doubled, all buckets equal a recount`,
      );
      assert.deepEqual(lost, []);
      // A short run may end before its first half hour, after which samples are sealed.
      if (cuts >= 20) assert.ok(sealedSamples > 0, 'nothing was sealed');
    });
  });

  testOnDisk('would see a commit that did not wait for the disk', async function () {
    this.timeout(unsyncedCuts * 10_000 + 60_000);
    await SmallDisk.use(diskMb, async (disk) => {
      const { acknowledged, lost } = await cutPower(disk, unsyncedCuts, [unsyncedCommits]);
      printFigures(
        `with synchronous=NORMAL, ${unsyncedCuts} cuts: ${lost.length} of ${acknowledged.length} acknowledged frames are lost`,
      );
      assert.ok(lost.length > 0, 'nothing was lost');
    });
  });
});
