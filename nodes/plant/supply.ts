import { streamKey, wander } from './noise.ts';

/** What the public grid delivers at the site's busbar. */
export interface Supply {
  readonly frequencyHz: number;
  /** Phase to neutral, L1 to L3. */
  readonly phaseVoltagesV: readonly [number, number, number];
}

export interface SupplyOverrides {
  readonly frequencyHz: number | null;
  /** Line to line. */
  readonly voltageV: number | null;
}

const nominalHz = 50;
const nominalPhaseV = 231;
const fastMs = 8_000;
const slowMs = 300_000;
const fastFrequency = streamKey('grid frequency, fast');
const slowFrequency = streamKey('grid frequency, slow');
const commonVoltage = streamKey('grid voltage');
const phaseVoltages = [streamKey('voltage L1'), streamKey('voltage L2'), streamKey('voltage L3')] as const;

export function supplyAt(seed: number, epochMs: number, overrides: SupplyOverrides): Supply {
  const frequencyHz =
    nominalHz +
    0.015 * wander(seed, fastFrequency, epochMs, fastMs) +
    0.03 * wander(seed, slowFrequency, epochMs, slowMs);
  const commonV = nominalPhaseV + 2 * wander(seed, commonVoltage, epochMs, slowMs);
  const phaseV = (stream: number): number =>
    overrides.voltageV === null
      ? commonV + 0.6 * wander(seed, stream, epochMs, fastMs)
      : overrides.voltageV / Math.sqrt(3);
  return {
    frequencyHz: overrides.frequencyHz ?? frequencyHz,
    phaseVoltagesV: [phaseV(phaseVoltages[0]), phaseV(phaseVoltages[1]), phaseV(phaseVoltages[2])],
  };
}

/** Mean line-to-line voltage, V. */
export function lineVoltageV({ phaseVoltagesV: [l1, l2, l3] }: Supply): number {
  return ((l1 + l2 + l3) / 3) * Math.sqrt(3);
}
