import { type Clock, isoUtc, textOf, type Timer } from '../kernel/index.ts';
import type { AuditReceipt } from '../site/index.ts';
import { AnchorFile } from './anchor-file.ts';
import type { AuditLog } from './audit-log.ts';

/** An anchor as the cloud gets it. */
export interface AnchorMessage {
  readonly messageType: 'anchor';
  readonly payload: { readonly audit_seq: number; readonly hash: string; readonly taken_at: string };
}

export interface AnchoringOptions {
  readonly log: AuditLog;
  readonly clock: Clock;
  readonly dataFolder: string;
  /** The way out of the gateway; null while nothing is published. */
  readonly publish: ((message: AnchorMessage) => Promise<unknown>) | null;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

interface Keeper {
  readonly keep: (anchor: AuditReceipt) => Promise<unknown>;
  keptSeq: number;
}

const periodMs = 3_600_000;

/**
 * Hands the head of the log to places outside of the store, at the start, every hour and at the end: a chain that was cut
 * or written anew no longer holds against an anchor. A log that does not hold against the last one is reported, and that
 * anchor is kept as it is.
 */
export class Anchoring {
  readonly #options: AnchoringOptions;
  readonly #keepers: readonly Keeper[];
  readonly #timer: Timer;
  #keeping: Promise<void>;

  static async start(options: AnchoringOptions): Promise<Anchoring> {
    const { log, dataFolder, publish, report } = options;
    const file = new AnchorFile(dataFolder);
    const problem = await problemWith(log, file);
    if (problem !== null) report(`The event log was tampered with or restored: ${problem}. See npm run verify-events.`);
    const anchoring = new Anchoring(options, [
      ...(problem === null ? [keeper((anchor) => file.keep(anchor))] : []),
      ...(publish ? [keeper((anchor) => publish(messageOf(anchor, options.clock.now())))] : []),
    ]);
    await anchoring.#keeping;
    return anchoring;
  }

  private constructor(options: AnchoringOptions, keepers: readonly Keeper[]) {
    this.#options = options;
    this.#keepers = keepers;
    this.#timer = options.clock.every(periodMs, () => void this.#keepNext());
    this.#keeping = this.#keep();
  }

  async stop(): Promise<void> {
    this.#timer.cancel();
    await this.#keepNext();
  }

  /** One after the other, so that no older anchor comes last. */
  #keepNext(): Promise<void> {
    return (this.#keeping = this.#keeping.then(() => this.#keep()));
  }

  async #keep(): Promise<void> {
    const { head } = this.#options.log;
    for (const keeper of this.#keepers.filter(({ keptSeq }) => keptSeq < head.seq)) {
      try {
        await keeper.keep(head);
        keeper.keptSeq = head.seq;
      } catch (thrown) {
        this.#options.report(`The anchor of the event log was not kept: ${textOf(thrown)}`);
      }
    }
  }
}

function keeper(keep: Keeper['keep']): Keeper {
  return { keep, keptSeq: 0 };
}

async function problemWith(log: AuditLog, file: AnchorFile): Promise<string | null> {
  try {
    const anchor = await file.read();
    if (anchor === null || (await log.holds(anchor))) return null;
    return `it does not hold against its anchor at row ${anchor.seq}`;
  } catch (thrown) {
    return textOf(thrown);
  }
}

function messageOf({ seq, hash }: AuditReceipt, takenAt: number): AnchorMessage {
  return { messageType: 'anchor', payload: { audit_seq: seq, hash, taken_at: isoUtc(takenAt) } };
}
