import type { Question } from '../kernel/index.ts';
import { errors } from './errors.ts';

export interface NumberLimits {
  readonly least: number;
  readonly most?: number;
  readonly isWhole?: boolean;
}

/** A number, or its text as a query has it; undefined where nothing is stated. Throws `bad_value`. */
export function askedNumber(question: Question, field: string, limits: NumberLimits): number | undefined {
  const stated = question[field];
  if (stated === undefined || stated === null || stated === '') return undefined;
  const value = typeof stated === 'string' ? Number(stated) : stated;
  const { least, most = Infinity, isWhole = false } = limits;
  const isGood = typeof value === 'number' && value >= least && value <= most && Number.isFinite(value);
  if (isGood && (!isWhole || Number.isInteger(value))) return value;
  throw errors.bad_value({ field, limit: limitText(limits), value: stated });
}

function limitText({ least, most, isWhole = false }: NumberLimits): string {
  const kind = isWhole ? 'a whole number' : 'a number';
  return most === undefined ? `${kind}, at least ${least}` : `${kind} from ${least} to ${most}`;
}
