import { defineNode } from '../kernel/index.ts';
import { siteRuntime } from '../site/index.ts';
import { historyService } from './history-service.ts';
import { postedReadingsOf, type RecordedReadings } from './posted-readings.ts';

/** Takes readings of a flow into the history. */
export default defineNode({
  type: 'busbar-history-input',
  version: 1,
  fields: {},
  open({ status }) {
    const posted = postedReadingsOf(historyService.get(), siteRuntime.get());
    let shown: RecordedReadings | undefined;
    status({ level: 'idle', text: 'nothing taken yet' });
    return {
      async input({ payload }) {
        const recorded = await posted.take(payload);
        // Thousands of messages are recorded together: their status is shown once.
        if (recorded === shown) return undefined;
        shown = recorded;
        status({ level: 'ok', text: textOf(recorded) });
        return undefined;
      },
      close: () => posted.flush(),
    };
  },
});

function textOf({ readings, frames }: RecordedReadings): string {
  return `${readings === 1 ? '1 reading' : `${readings} readings`} in ${frames === 1 ? '1 frame' : `${frames} frames`}`;
}
