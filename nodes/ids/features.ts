import type { Activity } from './activity-window.ts';
import { robustZ } from './answer-times.ts';
import type { Baseline } from './baseline.ts';
import { errors } from './errors.ts';
import type { ModbusOperation } from './operation.ts';

/**
 * What the model sees of an operation, all of it relative to the normal traffic of its device and master, so that a model
 * holds for sites other than the one it was trained on.
 */
export const featureNames = [
  'function_surprise_bits',
  'address_surprise_bits',
  'request_surprise_bits',
  'answer_time_z',
  'writes_10s_ratio',
  'addresses_10s_ratio',
  'requests_10s_ratio',
] as const;

/** One number for each feature name. `logMs` is null for a request that was not answered. */
export function featuresOf(
  operation: ModbusOperation,
  { surprise, timing, largest }: Baseline,
  activity: Activity,
  logMs: number | null,
): number[] {
  const bits = surprise.of(operation);
  return [
    bits.function,
    bits.address,
    bits.request,
    // An answer that never came says nothing about the time of answers.
    logMs === null ? 0 : robustZ(logMs, timing.answer),
    ratio(activity.writes, largest.writes),
    ratio(activity.addresses, largest.addresses),
    ratio(activity.requests, largest.requests),
  ];
}

/** One more on both sides, because the largest may be none. */
function ratio(count: number, largest: number): number {
  return (count + 1) / (largest + 1);
}

const measured = ['functionCode', 'address', 'quantity', 'at', 'responseMs'] as const;

/** Nothing but finite numbers may reach the rules and the model. @throws bad_operation */
export function checkOperation(operation: ModbusOperation): void {
  const field = measured.find((name) => !Number.isFinite(operation[name]));
  if (field) throw errors.bad_operation({ field, limit: 'a finite number', value: operation[field] });
}
