import type { PointState } from '../site/index.ts';
import type { GuardedDevice } from './limits.ts';

/** Readings off the setpoint, one after the other, that are no coincidence. */
const strayReadings = 3;

/** Whether a device moves to its setpoint: an inverter can echo, show the register and still not obey. */
export class EffectCheck {
  readonly #device: Pick<GuardedDevice, 'settleMs' | 'toleranceKw'>;
  #strays = 0;
  #readAt = -Infinity;

  constructor(device: Pick<GuardedDevice, 'settleMs' | 'toleranceKw'>) {
    this.#device = device;
  }

  /** True while the measured power stays off the setpoint. */
  get notFollowed(): boolean {
    return this.#strays >= strayReadings;
  }

  /** The setpoint has changed. */
  restart(): void {
    this.#strays = 0;
  }

  /** Takes a reading of the power, each once. Returns true in the moment in which the device is found not to follow. */
  observe(standing: { readonly kw: number; readonly changedAt: number }, power: PointState): boolean {
    const { settleMs, toleranceKw } = this.#device;
    if (power.value === null || power.askedAt < standing.changedAt + settleMs || power.goodAt === this.#readAt)
      return false;
    this.#readAt = power.goodAt;
    const wasNotFollowed = this.notFollowed;
    this.#strays = Math.abs(power.value - standing.kw) <= toleranceKw ? 0 : this.#strays + 1;
    return this.notFollowed && !wasNotFollowed;
  }
}
