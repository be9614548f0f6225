import type { StoredModel } from '../analytics-store.ts';
import { errors } from '../errors.ts';
import type { BaselineModel } from './baseline-model.ts';

/** A trained baseline with its place among those of its machine. */
export interface StoredBaseline extends Omit<StoredModel, 'kind' | 'document'> {
  readonly model: BaselineModel;
}

/** Throws `bad_model` for one that this program cannot read. */
export function baselineOf({ kind: _, document, ...facts }: StoredModel): StoredBaseline {
  const model = JSON.parse(document) as BaselineModel;
  const schema: number = model.schema;
  if (schema !== 1) throw errors.bad_model({ field: 'schema', limit: 1, value: schema });
  return { ...facts, model };
}
