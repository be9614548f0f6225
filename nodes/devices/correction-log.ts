import { textOf } from '../kernel/index.ts';
import type { Correction } from '../safety/index.ts';
import type { AuditEntry } from '../site/index.ts';

/** How the attempt to write a correction ended. */
export interface CorrectionOutcome {
  readonly verdict: 'corrected' | 'failed' | 'unknown' | 'no longer owed';
  /** Why it was not taken. */
  readonly reason?: string;
}

export interface CorrectionLogOptions {
  readonly append: (kind: AuditEntry['kind'], entry: Partial<AuditEntry>) => Promise<unknown>;
  readonly report: (text: string) => void;
}

/**
 * What the audit log keeps of corrections. A device that takes none is written to in every cycle for as long as that
 * lasts; the log has the first write, every change of target, rule or outcome, and in the end how many writes there were.
 */
export class CorrectionLog {
  readonly #options: CorrectionLogOptions;
  #correction: Correction | undefined;
  #outcome: CorrectionOutcome | undefined;
  #writes = 0;

  constructor(options: CorrectionLogOptions) {
    this.#options = options;
  }

  /** A correction is about to be written. */
  async intent(correction: Correction): Promise<void> {
    if (isSame(correction, this.#correction)) return;
    const ended = this.end();
    this.#correction = correction;
    await Promise.all([
      ended,
      this.#append('command_intent', { ...entryOf(correction), verdict: correction.constraint }),
    ]);
  }

  /** The attempt is over; `owed` is what was owed when its turn came. */
  async outcome(owed: Correction, outcome: CorrectionOutcome, latencyMs: number): Promise<void> {
    const isRepeated = isSame(owed, this.#correction) && outcome.verdict === this.#outcome?.verdict;
    if (outcome.verdict !== 'no longer owed') this.#writes += 1;
    const writes = this.#writes;
    this.#correction = owed;
    this.#outcome = outcome;
    const isOver = outcome.verdict === 'corrected' || outcome.verdict === 'no longer owed';
    if (isOver) this.#forget();
    if (!isRepeated) await this.#appendOutcome(owed, outcome, { latencyMs, ...(isOver && countOf(writes)) });
  }

  /** Nothing is owed any more, or something else. */
  async end(): Promise<void> {
    const [correction, outcome, writes] = [this.#correction, this.#outcome, this.#writes];
    this.#forget();
    if (correction && outcome && writes > 1) await this.#appendOutcome(correction, outcome, countOf(writes));
  }

  #forget(): void {
    this.#correction = undefined;
    this.#outcome = undefined;
    this.#writes = 0;
  }

  #appendOutcome(
    correction: Correction,
    { verdict, reason = correction.reason }: CorrectionOutcome,
    facts: Partial<AuditEntry>,
  ): Promise<void> {
    return this.#append('command_outcome', { ...entryOf(correction), verdict, reason, ...facts });
  }

  /** Protection does not wait for the log, and does not fail with it. */
  async #append(kind: AuditEntry['kind'], entry: Partial<AuditEntry>): Promise<void> {
    try {
      await this.#options.append(kind, entry);
    } catch (thrown) {
      this.#options.report(`a correction is not in the audit log: ${textOf(thrown)}`);
    }
  }
}

function isSame(one: Correction, other: Correction | undefined): boolean {
  return one.targetKw === other?.targetKw && one.constraint === other.constraint;
}

function entryOf({ targetKw, reason }: Correction): Partial<AuditEntry> {
  return { targetKw, reason };
}

/** A single write needs no count. */
function countOf(writes: number): Partial<AuditEntry> {
  return writes > 1 ? { details: { writes } } : {};
}
