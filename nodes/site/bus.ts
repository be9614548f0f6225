import { textOf } from '../kernel/index.ts';
import type { Frame } from './frame.ts';

export type FrameListener = (frame: Frame) => void;

/**
 * The site's frames, in the process. Protection and record hang here and not on wires: removing a node never removes
 * them. Listeners run in the order in which they subscribed; one that throws is reported and harms no other.
 */
export class Bus {
  readonly #listeners = new Set<FrameListener>();
  readonly #report: (text: string) => void;

  constructor(report: (text: string) => void) {
    this.#report = report;
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: FrameListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(frame: Frame): void {
    for (const listener of this.#listeners) {
      try {
        listener(frame);
      } catch (thrown) {
        this.#report(`a listener of ${frame.deviceId} failed: ${textOf(thrown)}`);
      }
    }
  }
}
