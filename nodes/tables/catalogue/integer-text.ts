import { restErrors } from '../rest-errors.ts';
import type { TypeRules } from './column-type.ts';

/** A whole number between two limits. */
export function integerType(sqlName: string, min: number, max: number): TypeRules {
  return {
    sqlName,
    storage: 'integer',
    fromText(text) {
      const trimmed = text.trim();
      if (!/^[+-]?\d+$/.test(trimmed)) throw restErrors['22P02']({ field: sqlName, value: text });
      const value = Number(trimmed);
      if (value < min || value > max) throw restErrors['22003']({ field: sqlName, value: text });
      return value;
    },
    takes: (value) => Number.isInteger(value) && value >= min && value <= max,
    toJson: String,
    toText: String,
  };
}
