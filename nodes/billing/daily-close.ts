import { type Clock, textOf, type Timer } from '../kernel/index.ts';
import type { AuditLog } from '../events/index.ts';
import { auditEntry, type Block } from '../site/index.ts';
import type { DailyEnergyBody, EnergyBilling } from './energy-billing.ts';
import { type LocalDay, localDayAt, wholeDaysIn } from './local-days.ts';

export interface DailyCloseOptions {
  readonly billing: EnergyBilling;
  readonly log: AuditLog;
  readonly clock: Clock;
  readonly siteId: string;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

const checkMs = 600_000;
/** How long after its end a day is closed: by then what devices and buffers held back has arrived. */
const closeAfterMs = 3 * 3_600_000;
/** How far back a gateway that was away closes. */
const maxBackMs = 366 * 86_400_000;

/**
 * Enters the totals of each block and day in the event log, once: what is closed is read from the log, so that a restart
 * neither repeats nor leaves out a day. A block's first day is the one before its first start, if it was measured.
 */
export class DailyClose {
  readonly #options: DailyCloseOptions;
  readonly #timer: Timer;
  #running: Promise<void> = Promise.resolve();

  constructor(options: DailyCloseOptions) {
    this.#options = options;
    this.#timer = options.clock.every(checkMs, () => {
      this.#running = this.#running.then(() => this.#closeAll());
    });
  }

  /** Resolves when everything that was due has been closed. */
  settled(): Promise<void> {
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#timer.cancel();
    await this.#running;
  }

  async #closeAll(): Promise<void> {
    for (const block of this.#options.billing.blocks) {
      try {
        await this.#closeBlock(block);
      } catch (thrown) {
        this.#options.report(`The days of ${block.slug} were not closed: ${textOf(thrown)}`);
      }
    }
  }

  async #closeBlock(block: Block): Promise<void> {
    const { billing, clock } = this.#options;
    const dueBefore = clock.now() - closeAfterMs;
    const timeZone = billing.timeZoneOf(block);
    const closedUntil = await this.#closedUntil(block);
    const dayBefore = localDayAt(timeZone, localDayAt(timeZone, dueBefore).start - 1);
    const from = Math.max(closedUntil ?? dayBefore.start, dueBefore - maxBackMs);
    for (const day of wholeDaysIn(timeZone, from, dueBefore)) {
      const [figures] = await billing.dailyOf(block, [day]);
      if (figures && (closedUntil !== null || isMeasured(figures))) await this.#enter(block, day, figures);
    }
  }

  /** End of the newest day that is closed, epoch milliseconds; null when none is. */
  async #closedUntil(block: Block): Promise<number | null> {
    const [newest] = await this.#options.log.query({ kind: 'billing_closed', blockId: block.slug, limit: 1 });
    return newest ? Number(newest.details['end_ms']) : null;
  }

  async #enter(block: Block, { start, end }: LocalDay, figures: DailyEnergyBody): Promise<void> {
    const { log, siteId } = this.#options;
    await log.append(
      auditEntry({
        kind: 'billing_closed',
        siteId,
        blockId: block.slug,
        requester: { keyId: null, source: 'billing', via: 'gateway' },
        details: { ...figures, start_ms: start, end_ms: end },
      }),
    );
  }
}

function isMeasured(figures: DailyEnergyBody): boolean {
  return figures.electrical_kwh !== null || figures.thermal_kwht_recovered !== null;
}
