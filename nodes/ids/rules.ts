import type { Activity } from './activity-window.ts';
import { type RobustScale, robustZ, runLength } from './answer-times.ts';
import type { Baseline } from './baseline.ts';
import type { ModbusOperation, ModbusRequest } from './operation.ts';

/** A rule that traffic has broken. */
export interface Finding {
  readonly rule: 'unseen_request' | 'slow_answers' | 'write_rate';
  readonly reason: string;
}

const slowZ = 8;
const writeRateFactor = 3;

/** The first broken rule, or undefined. `fastest` is the log time of the fastest answer of the last run, if one is complete. */
export function brokenRule(
  operation: ModbusOperation,
  { surprise, timing, largest }: Baseline,
  activity: Activity,
  fastest: number | null,
): Finding | undefined {
  if (!surprise.knows(operation)) return unseenRequest(operation);
  return tooManyWrites(activity, largest) ?? slowAnswers(fastest, timing.fastest);
}

export function unseenRequest({ functionCode, address, quantity }: ModbusRequest): Finding {
  const what = `function ${functionCode} at address ${address} with quantity ${quantity}`;
  return { rule: 'unseen_request', reason: `${what} is no part of the normal traffic` };
}

export function tooManyWrites({ writes }: Activity, largest: Activity): Finding | undefined {
  if (writes <= writeRateFactor * largest.writes) return undefined;
  const reason = `${writes} writes in 10 s are more than ${writeRateFactor} times the ${largest.writes} of normal traffic`;
  return { rule: 'write_rate', reason };
}

/** One slow answer is a hiccup; whoever sits on the line slows every one of them down. */
function slowAnswers(fastest: number | null, normal: RobustScale): Finding | undefined {
  if (fastest === null || robustZ(fastest, normal) <= slowZ) return undefined;
  const [is, was] = [fastest, normal.median].map((logMs) => Math.exp(logMs).toFixed(1));
  return { rule: 'slow_answers', reason: `the fastest of ${runLength} answers took ${is} ms, normal are ${was} ms` };
}
