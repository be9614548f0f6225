import { type Constraint, constraints, type Envelope, kilowatts } from './envelope.ts';
import type { GuardedDevice } from './limits.ts';

/** What only a command has: its predecessor and how many came before. */
export interface CommandContext {
  /** The setpoint that stands on the device, kW; null while unknown. */
  readonly standingKw: number | null;
  /** Since the last setpoint change, milliseconds. */
  readonly sinceChangeMs: number;
  /** Commands of this requester accepted in the last minute. */
  readonly commandsLastMinute: number;
}

export type Verdict =
  | { readonly permitted: true; readonly targetKw: number }
  | { readonly permitted: false; readonly constraint: Constraint; readonly reason: string };

/** Sums of decimal fractions are off by less than this. */
const dustKw = 1e-9;
const mostShown = 80;

interface Refusal {
  readonly constraint: Constraint;
  readonly reason: string;
}

/**
 * Judges one target against the envelope and the rules that only commands have; the first broken rule in the fixed
 * order names the refusal. Zero passes everything but a missing connection: stopping is always allowed.
 */
export function judgeCommand(
  target: unknown,
  envelope: Envelope,
  device: GuardedDevice,
  context: CommandContext,
): Verdict {
  if (typeof target !== 'number' || !Number.isFinite(target)) {
    return refuse({ constraint: 'not_finite', reason: `target_kw must be a finite number. Current: ${shown(target)}` });
  }
  const disconnected = envelope.narrowings.find(({ constraint }) => constraint === 'disconnected');
  if (target === 0) return disconnected ? refuse(disconnected) : { permitted: true, targetKw: 0 };

  const refusals = [...brokenNarrowings(target, envelope, device), ...brokenCommandRules(target, device, context)];
  const first = constraints.map((name) => refusals.find(({ constraint }) => constraint === name)).find(Boolean);
  return first ? refuse(first) : { permitted: true, targetKw: target };
}

/** Both the wished and the wired power must be inside: rounding to the register may not cross a limit. */
function brokenNarrowings(target: number, envelope: Envelope, device: GuardedDevice): Refusal[] {
  const wired = device.onWire(target);
  const low = typeof wired === 'number' ? Math.min(target, wired) : target;
  const high = typeof wired === 'number' ? Math.max(target, wired) : target;
  return envelope.narrowings
    .filter(({ minKw, maxKw }) => !(low >= minKw && high <= maxKw))
    .map(({ constraint, reason }) =>
      constraint === 'power_limit'
        ? { constraint, reason: `${reason}. Requested: ${kilowatts(target)}` }
        : { constraint, reason },
    );
}

function brokenCommandRules(target: number, device: GuardedDevice, context: CommandContext): Refusal[] {
  const { rampKwPerMinute, commandsPerMinute } = device.limits;
  const { commandsLastMinute } = context;
  const refusals: Refusal[] = [];
  const ramp = rampKwPerMinute === undefined ? undefined : brokenRamp(target, rampKwPerMinute, context);
  if (ramp !== undefined) refusals.push({ constraint: 'ramp_rate', reason: ramp });
  if (!(commandsLastMinute < commandsPerMinute)) {
    const reason = `Commands per minute at the limit (${commandsPerMinute}). Current: ${commandsLastMinute}`;
    refusals.push({ constraint: 'command_rate', reason });
  }
  const misfit = misfitOf(target, device);
  if (misfit !== undefined) refusals.push({ constraint: 'register_range', reason: misfit });
  return refusals;
}

/** The register must hold the target within half a step. */
function misfitOf(target: number, { onWire, stepKw }: GuardedDevice): string | undefined {
  const wired = onWire(target);
  if (typeof wired !== 'number') return wired.misfit;
  if (Math.abs(wired - target) <= stepKw / 2 + dustKw) return undefined;
  return `The register cannot hold the target (step ${stepKw} kW): it would hold ${wired} kW. Requested: ${target} kW`;
}

/** A step towards zero is always allowed; the credit of a long pause is capped at one minute. */
function brokenRamp(target: number, kwPerMinute: number, context: CommandContext): string | undefined {
  const { standingKw, sinceChangeMs } = context;
  const minutes = Math.min(1, Math.max(0, sinceChangeMs / 60_000));
  const stepKw = kwPerMinute * minutes;
  const from = standingKw ?? 0;
  const towardsZero = Math.abs(target) <= Math.abs(from) && target * from >= 0;
  if (towardsZero || Math.abs(target - from) <= stepKw) return undefined;
  return `Change from ${kilowatts(from)} above the ramp limit (${kilowatts(kwPerMinute)} per minute, ${kilowatts(stepKw)} now). Requested: ${kilowatts(target)}`;
}

function refuse({ constraint, reason }: Refusal): Verdict {
  return { permitted: false, constraint, reason };
}

/** What was asked for, in a few characters whatever it was. */
export function shown(target: unknown): string {
  if (target === undefined) return 'missing';
  if (typeof target === 'number' || typeof target === 'bigint') return String(target);
  try {
    return JSON.stringify(target).slice(0, mostShown);
  } catch {
    return typeof target;
  }
}
