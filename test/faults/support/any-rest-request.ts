import type { ColumnType } from '../../../nodes/tables/catalogue/column-type.ts';
import { microgridTables } from '../../../nodes/tables/catalogue/microgrid-tables.ts';
import type { Column } from '../../../nodes/tables/catalogue/table.ts';
import { meterBucketTable } from '../../../nodes/tables/functions/meter-buckets.ts';
import type { Random } from './random.ts';

/** A request to a table or function as it goes over the wire. */
export interface AnyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where a request goes. */
interface Place {
  readonly path: string;
  readonly columns: readonly Column[];
}

const device = '123e4567-e89b-12d3-a456-426614174000';
const bucket = meterBucketTable('buckets').columns;
const places: readonly Place[] = [
  ...microgridTables.map(({ name, columns }) => ({ path: name, columns })),
  { path: 'rpc/get_meter_readings_5m', columns: bucket },
  { path: 'rpc/get_meter_readings_30m', columns: bucket },
];
const nowhere: Place = { path: 'nowhere', columns: bucket };
const anyColumns = microgridTables.flatMap(({ columns }) => columns);
const odd = [
  ...['', ' ', '-1', '1e400', '9999999999999999999', 'null', 'unknown', '2024-02-30', '275760-09-13', 'f', device],
  ...['{}', '{1,2}', '{"a":1}', '{"a":[1]}', '*a*', '%', '\\', '"', '""', "';--", '$1', ':p0', '(', ')', '(a+)+$', 'ü'],
];
const right: Readonly<Record<ColumnType, readonly string[]>> = {
  uuid: [device],
  timestamptz: ['2024-01-01', '2024-01-01T00:00:00Z', '2024-06-01T00:00:00.123+01:00'],
  float8: ['0', '50', '-12.5', '1e3'],
  int2: ['0', '4'],
  int4: ['1', '2'],
  int8: ['1'],
  text: ['bess', 'WLCE', 'B*'],
  bool: ['true', 'f'],
  jsonb: ['{"a":1}', '{}', 'null'],
};
const comparisons = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'isdistinct'];
const rareOperators = ['like', 'ilike', 'match', 'is', 'cs', 'cd', 'ov', 'eq(any)', 'gt(all)', 'fts', 'nope'];
const casts = ['text', 'int4', 'float8', 'timestamptz', 'uuid', 'bool', 'jsonb', 'money'];
const preferences = [
  ...['count=exact', 'count=planned', 'return=representation', 'return=headers-only', 'return=minimal', 'tx=rollback'],
  ...['resolution=merge-duplicates', 'resolution=ignore-duplicates', 'missing=default', 'handling=strict'],
  'max-affected=1',
];
const accepted = ['application/json', '*/*', 'text/csv', 'application/vnd.pgrst.object+json', 'text/html', ';;,'];
const marks = [
  '(',
  ')',
  ',',
  '.',
  ':',
  '"',
  '\\',
  '->',
  '->>',
  '*',
  '%',
  '&',
  '=',
  '\0',
  'ü',
  '😀',
  '{',
  '}',
  '[',
  ']',
];

/** Makes requests by the grammar of the dialect: some as a client would, some with wrong names, values and characters, some of random bytes. */
export class AnyRestRequest {
  readonly #random: Random;
  readonly #place: Place;
  /** How much of the request is as it should be, 0 to 1. */
  readonly #care: number;

  constructor(random: Random) {
    this.#random = random;
    this.#care = random.pick([0.5, 0.9, 1, 1]);
    this.#place = random.chance(0.97) ? random.pick(places) : nowhere;
  }

  make(): AnyRequest {
    const random = this.#random;
    const methods = this.#place.path.startsWith('rpc/') ? ['GET', 'POST'] : ['GET', 'GET', 'POST', 'PATCH', 'DELETE'];
    const method = random.chance(0.95) ? random.pick(methods) : random.pick(['HEAD', 'PUT', 'PATCH']);
    const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'DELETE';
    const query = random.chance(0.03) ? this.#bytes() : escaped(this.#spoilt(this.#query()));
    return {
      method,
      path: `/rest/v1/${this.#place.path}${query === '' ? '' : `?${query}`}`,
      headers: this.#headers(hasBody),
      ...(hasBody && { body: this.#body() }),
    };
  }

  #some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: Math.floor(this.#random.between(0, most + 1)) }, make);
  }

  #isRight(): boolean {
    return this.#random.chance(this.#care);
  }

  #column(): Column {
    return this.#random.pick(this.#isRight() ? this.#place.columns : anyColumns);
  }

  #valueOf({ type }: Column): string {
    return this.#random.pick(this.#isRight() ? right[type] : odd);
  }

  #query(): string {
    const random = this.#random;
    const parameters = this.#some(3, () => {
      if (random.chance(0.4)) return this.#choice();
      if (random.chance(0.4)) return `${random.pick(['and', 'or', 'not.and', 'not.or'])}=${this.#group(3)}`;
      const column = this.#column();
      return `${this.#field(column)}=${this.#test(column)}`;
    });
    return parameters.join('&');
  }

  #choice(): string {
    const random = this.#random;
    const listed = (make: () => string): string => [make(), ...this.#some(3, make)].join(',');
    const name = (): string => this.#field(this.#column());
    const cast = (): string => (random.chance(0.2) ? `::${random.pick(casts)}` : '');
    const directions = ['', '.asc', '.desc', '.desc.nullslast'];
    const choices = [
      () => `select=${listed(() => (random.chance(0.2) ? '*' : `${name()}${cast()}`))}`,
      () => `order=${listed(() => `${name()}${this.#isRight() ? random.pick(directions) : '.up'}`)}`,
      () => `limit=${this.#isRight() ? 10 : random.pick(['0', '-1', '1e3', 'x', ''])}`,
      () => `offset=${this.#isRight() ? 1 : random.pick(['99999', '-1', 'x', ''])}`,
      () => `columns=${listed(() => `"${this.#column().name}"`)}`,
      () => `on_conflict=${this.#isRight() ? 'device_id,time' : listed(name)}`,
      () => `start_time=2024-01-01&end_time=2024-01-02&device_ids={${random.pick(odd)}}`,
    ];
    return random.pick(choices)();
  }

  #field({ name, type }: Column): string {
    const random = this.#random;
    if (!this.#isRight()) return random.pick(odd);
    if (type !== 'jsonb' && this.#isRight()) return name;
    const path = this.#some(2, () => `${random.pick(['->', '->>'])}${random.pick(['a', '0', '-1', '$', '"q"'])}`);
    return `${name}${path.join('')}`;
  }

  #test(column: Column): string {
    const random = this.#random;
    const negation = random.chance(0.2) ? 'not.' : '';
    if (random.chance(0.15)) return `${negation}in.(${this.#some(5, () => this.#valueOf(column)).join(',')})`;
    if (random.chance(0.1)) return `${negation}is.${random.pick(['null', 'not_null'])}`;
    const operator = random.pick(this.#isRight() ? comparisons : rareOperators);
    return `${negation}${operator}.${this.#valueOf(column)}`;
  }

  #group(depth: number): string {
    const random = this.#random;
    const member = (): string => {
      const column = this.#column();
      if (depth === 0 || random.chance(0.7)) return `${this.#field(column)}.${this.#test(column)}`;
      return `${random.pick(['and', 'or', 'not.and'])}${random.pick(['', '='])}${this.#group(depth - 1)}`;
    };
    return `(${[member(), ...this.#some(3, member)].join(',')})`;
  }

  #headers(hasBody: boolean): Record<string, string> {
    const random = this.#random;
    const preferred = this.#some(2, () => random.pick(preferences));
    const isOdd = !this.#isRight();
    return {
      ...(preferred.length > 0 && { Prefer: preferred.join(', ') }),
      ...(random.chance(0.1) && { Range: random.pick(['0-1', '0-']) }),
      ...(isOdd && { Accept: random.pick(accepted), Range: random.pick(['5-2', 'x', '99999-']) }),
      ...(isOdd && { [random.pick(['Accept-Profile', 'Content-Profile'])]: random.pick(['flux', 'auth']) }),
      ...(hasBody && { 'Content-Type': isOdd ? random.pick(['application/json', 'x/y']) : 'application/json' }),
    };
  }

  #body(): string {
    const random = this.#random;
    const isList = this.#isRight() && random.chance(0.4);
    const text = JSON.stringify(isList ? this.#some(4, () => this.#row()) : this.#row());
    return this.#isRight() ? text : this.#spoilt(text);
  }

  #row(): object {
    const random = this.#random;
    if (this.#place.path.startsWith('rpc/')) {
      const ids = this.#isRight() ? random.pick([null, [device]]) : this.#some(3, () => random.pick(odd));
      return { start_time: '2024-01-01', end_time: '2024-01-02', device_ids: ids };
    }
    const generated = ['id', 'created_at'];
    const own = this.#place.columns.filter(({ name }) => !generated.includes(name));
    const left = this.#isRight() ? own : own.slice(1);
    const row = Object.fromEntries(left.map((column) => [column.name, this.#json(column)]));
    if ('time' in row && this.#isRight()) row['time'] = new Date(random.between(0, 2e12)).toISOString();
    if (!this.#isRight()) row[this.#column().name] = random.pick(odd);
    return row;
  }

  #json(column: Column): unknown {
    const random = this.#random;
    if (this.#isRight()) return column.type === 'jsonb' ? { a: [1, null] } : random.pick(right[column.type]);
    return random.pick([null, true, 0, -1, 1e308, 0.1, [], {}, [[1]], { a: { b: null } }, random.pick(odd)]);
  }

  /** The text with some places changed, where care is not complete. */
  #spoilt(text: string): string {
    const random = this.#random;
    let changed = text;
    while (!this.#isRight()) {
      const at = Math.floor(random.between(0, changed.length + 1));
      const until = at + Math.floor(random.between(0, 4));
      const put = random.pick([...marks, '', changed.slice(at, until).repeat(2)]);
      changed = changed.slice(0, at) + put + changed.slice(until);
    }
    return changed;
  }

  /** They need not be UTF-8. */
  #bytes(): string {
    return this.#some(60, () => escapedByte(Math.floor(this.#random.between(0, 256)), /[\w=&.,()]/)).join('');
  }
}

/** What an address may not hold goes as escapes of its bytes. */
function escaped(text: string): string {
  return [...Buffer.from(text)].map((byte) => escapedByte(byte, /[\w!$&'()*,./:;=?@~-]/)).join('');
}

function escapedByte(byte: number, plain: RegExp): string {
  const character = String.fromCodePoint(byte);
  return byte < 0x80 && plain.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
}
