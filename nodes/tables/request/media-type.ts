import { restErrors } from '../rest-errors.ts';

/** The form of an answer with rows. */
export interface MediaType {
  readonly form: 'array' | 'object' | 'csv';
  /** Fields that are null are left out. */
  readonly withoutNulls: boolean;
  readonly contentType: string;
}

const json: MediaType = { form: 'array', withoutNulls: false, contentType: 'application/json; charset=utf-8' };

const known: Readonly<Record<string, MediaType>> = {
  'application/json': json,
  'application/*': json,
  '*/*': json,
  'text/csv': { form: 'csv', withoutNulls: false, contentType: 'text/csv; charset=utf-8' },
};

const vendor = /^application\/vnd\.pgrst\.(object|array)(?:\+json)?$/;

/** Chooses by the header `Accept`, in its order. Throws `PGRST107` when nothing fits. */
export function negotiate(accept: string | undefined): MediaType {
  const asked = (accept ?? '').split(',').filter((range) => range.trim() !== '');
  if (asked.length === 0) return json;
  const found = asked.map(mediaTypeOf).find((type) => type !== undefined);
  if (!found) throw restErrors.PGRST107({ value: accept });
  return found;
}

function mediaTypeOf(range: string): MediaType | undefined {
  const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const [, form] = vendor.exec(name) ?? [];
  if (form !== 'object' && form !== 'array') return known[name];
  const withoutNulls = parameters.includes('nulls=stripped');
  const suffix = withoutNulls ? ';nulls=stripped' : '';
  return { form, withoutNulls, contentType: `application/vnd.pgrst.${form}+json${suffix}; charset=utf-8` };
}
