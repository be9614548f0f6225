import { type PointDescriptor, PointIndex } from '../site/index.ts';
import type { Connection, Row } from './connection.ts';

/** A device's columns as they were when its frames were recorded. */
export interface StoredPointIndex {
  readonly id: number;
  readonly siteId: string;
  readonly index: PointIndex;
  /** Column by sensor id, of the points that are recorded. */
  readonly columns: ReadonlyMap<number, number>;
}

/** The columns of one stored frame. */
export interface StoredColumns {
  readonly values: Float64Array;
  /** Null when all are good. */
  readonly quality: Uint8Array | null;
  readonly reasons: ReadonlyMap<number, string>;
}

/** Never changed once written, so what was read stays true. */
const known = new WeakMap<Connection, Map<number, StoredPointIndex>>();
const noReasons: ReadonlyMap<number, string> = new Map();

export function pointIndexAt(connection: Connection, id: number): StoredPointIndex {
  const ofConnection = known.get(connection) ?? new Map<number, StoredPointIndex>();
  known.set(connection, ofConnection);
  const found = ofConnection.get(id) ?? readPointIndex(connection, id);
  ofConnection.set(id, found);
  return found;
}

/** Every point index that any device ever had. */
export function allPointIndexes(connection: Connection): readonly StoredPointIndex[] {
  const rows = connection.all('select id from point_indexes order by id');
  return rows.map(({ id }) => pointIndexAt(connection, Number(id)));
}

export function columnsOf(row: Row): StoredColumns {
  const reasons = row['reasons'] as string | null;
  return {
    // A copy starts at an address that a Float64Array may have.
    values: new Float64Array((row['point_values'] as Uint8Array).slice().buffer),
    quality: row['quality'] as Uint8Array | null,
    reasons: reasons === null ? noReasons : reasonsIn(reasons),
  };
}

function readPointIndex(connection: Connection, id: number): StoredPointIndex {
  const row = connection.get('select site_id, device_id, points from point_indexes where id = :id', { id });
  if (!row) throw new Error(`there is no point index ${id}`);
  const points = JSON.parse(String(row['points'])) as PointDescriptor[];
  return {
    id,
    siteId: String(row['site_id']),
    index: new PointIndex(String(row['device_id']), points),
    columns: new Map(points.flatMap(({ sensorId }, column) => (sensorId === undefined ? [] : [[sensorId, column]]))),
  };
}

function reasonsIn(json: string): ReadonlyMap<number, string> {
  const reasons = JSON.parse(json) as Readonly<Record<string, string>>;
  return new Map(Object.entries(reasons).map(([column, reason]) => [Number(column), reason]));
}
