import type { Constraint, Envelope } from './envelope.ts';

/** A write that the gateway owes the device by itself. */
export interface Correction {
  readonly targetKw: number;
  /** The rule that the standing setpoint breaks, or what else ends it. */
  readonly constraint: Constraint | 'lifetime' | 'guard_failure' | 'shutdown';
  readonly reason: string;
}

export interface Standing {
  /** The setpoint on the device, kW; null while it has never been read. */
  readonly kw: number | null;
  /** The accepted command's life time is over. */
  readonly expired: boolean;
}

/**
 * Judges the setpoint that stands, every cycle: outside the envelope the nearest inside value is owed, after its life
 * time zero. Never a value further from zero than the one that stands.
 */
export function superviseStanding(envelope: Envelope, standing: Standing, stepKw: number): Correction | undefined {
  const { kw, expired } = standing;
  if (kw === null || kw === 0) return undefined;
  if (expired) return { targetKw: 0, constraint: 'lifetime', reason: 'The life time of the command is over.' };
  // Decimal fractions must not look like a broken limit that no correction could mend.
  const dustKw = stepKw * 1e-6;
  if (kw >= envelope.minKw - dustKw && kw <= envelope.maxKw + dustKw) return undefined;
  const nearest = Math.min(envelope.maxKw, Math.max(envelope.minKw, kw));
  const broken = envelope.narrowings.find(({ minKw, maxKw }) => !(kw >= minKw && kw <= maxKw));
  return {
    targetKw: towardsZero(nearest, stepKw),
    constraint: broken?.constraint ?? 'power_limit',
    reason: broken?.reason ?? `The setpoint (${kw} kW) is outside the rated power.`,
  };
}

/** The register value at or inside the limit; rounding to nearest could land outside again. */
function towardsZero(kw: number, stepKw: number): number {
  const steps = Math.trunc(kw / stepKw + Math.sign(kw) * 1e-9);
  // Divides by the whole number of steps per kW where there is one, so that 62.3 does not become 62.300000000000004.
  const perKw = Math.round(1 / stepKw);
  return (Math.abs(perKw * stepKw - 1) < 1e-9 ? steps / perKw : steps * stepKw) + 0;
}
