import type { Clock } from '../../kernel/index.ts';
import { textOf } from '../../kernel/index.ts';
import type { Bus, Frame } from '../../site/index.ts';
import type { TableService } from '../table-service.ts';
import type { ReadingKind } from './reading-row.ts';

export interface ReadingRecorderOptions {
  readonly tables: TableService;
  readonly bus: Bus;
  readonly clock: Clock;
  /** The polled devices whose frames become rows, by device id. */
  readonly kinds: ReadonlyMap<string, ReadingKind>;
  /** A device gets a row at most this often, milliseconds. */
  readonly periodMs: number;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

interface Device {
  readonly kind: ReadingKind;
  nextAt: number;
  isWriting: boolean;
}

/** Frames come at the beat of the poller, which is never exact. */
const toleranceMs = 100;

/** Makes the poller's frames rows of the reading tables, one a device and period. A device whose last row is not stored yet waits. */
export class ReadingRecorder {
  readonly #options: ReadingRecorderOptions;
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #unsubscribe: () => void;
  #failed = false;

  constructor(options: ReadingRecorderOptions) {
    this.#options = options;
    this.#devices = new Map([...options.kinds].map(([id, kind]) => [id, { kind, nextAt: 0, isWriting: false }]));
    this.#unsubscribe = options.bus.subscribe((frame) => void this.#take(frame));
  }

  stop(): void {
    this.#unsubscribe();
  }

  async #take(frame: Frame): Promise<void> {
    const device = this.#devices.get(frame.deviceId);
    const isDue = frame.origin === 'polled' && device !== undefined && frame.ts >= device.nextAt;
    if (!isDue || device.isWriting) return;
    const { tables, clock, periodMs } = this.#options;
    const row = device.kind.rowOf(frame, clock.now());
    if (!row) return;
    device.nextAt = frame.ts + periodMs - toleranceMs;
    device.isWriting = true;
    try {
      const conflict = { columns: ['device_id', 'time'], resolution: 'ignore', merged: [] } as const;
      await tables.insert({ table: device.kind.table, rows: [row], conflict });
      this.#failed = false;
    } catch (thrown) {
      this.#fail(thrown);
    } finally {
      device.isWriting = false;
    }
  }

  /** A store that fails, fails every row: once is enough to say so. */
  #fail(thrown: unknown): void {
    if (!this.#failed) this.#options.report(`readings do not become rows: ${textOf(thrown)}`);
    this.#failed = true;
  }
}
