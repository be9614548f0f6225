import type { Connection, Ddl, Row } from '../../history/index.ts';

/** An anomaly as it is found; one of the same machine with the same start is the same anomaly. */
export interface NewAnomaly {
  /** UUID. */
  readonly id: string;
  readonly machineId: string;
  /** Start of its first interval, epoch milliseconds. */
  readonly startedAt: number;
  /** End of its last interval, epoch milliseconds. */
  readonly endedAt: number;
  readonly severity: string;
  /** The episode as JSON. */
  readonly document: string;
}

export interface StoredAnomaly extends NewAnomaly {
  readonly resolvedAt: number | null;
  readonly notes: string | null;
}

export interface AnomalyQuestion {
  /** Anomalies that reach into the half-open range, epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly machineIds: readonly string[];
  /** All unless some are named. */
  readonly severities?: readonly string[];
  /** Only those that nobody has resolved. */
  readonly isActive?: boolean;
  readonly limit: number;
}

export interface AnomalyPage {
  /** All that the question is about, also those beyond its limit. */
  readonly total: number;
  /** Newest first. */
  readonly anomalies: readonly StoredAnomaly[];
}

export const anomalyTables = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'analytics_anomalies',
    `id text primary key,
    machine_id text not null,
    started_at ${ddl.integer} not null,
    ended_at ${ddl.integer} not null,
    severity text not null,
    document text not null check (${ddl.isJson('document')}),
    resolved_at ${ddl.integer},
    notes text,
    unique (started_at, machine_id)`,
  ),
  ddl.keyedTable(
    'analytics_judged',
    `machine_id text not null primary key,
    judged_until ${ddl.integer} not null`,
  ),
];

/** Returns whether it is kept by its id. One of the same start gets what is known of it by now, unless it is resolved. */
export function saveAnomaly(
  connection: Connection,
  { id, machineId, startedAt, endedAt, severity, document }: NewAnomaly,
): boolean {
  connection.run(
    `insert into analytics_anomalies (id, machine_id, started_at, ended_at, severity, document)
      values (:id, :machineId, :startedAt, :endedAt, :severity, :document)
      on conflict (started_at, machine_id) do update
      set ended_at = excluded.ended_at, severity = excluded.severity, document = excluded.document
      where analytics_anomalies.resolved_at is null`,
    { id, machineId, startedAt, endedAt, severity, document },
  );
  return anomaly(connection, id) !== null;
}

/** Returns the anomaly, or null where there is none. The first resolution stands. */
export function resolveAnomaly(
  connection: Connection,
  { id, resolvedAt, notes }: { readonly id: string; readonly resolvedAt: number; readonly notes: string },
): StoredAnomaly | null {
  connection.run(
    `update analytics_anomalies set resolved_at = :resolvedAt, notes = :notes where id = :id and resolved_at is null`,
    { id, resolvedAt, notes },
  );
  return anomaly(connection, id);
}

/** Null where there is none. */
export function anomaly(connection: Connection, id: string): StoredAnomaly | null {
  const found = connection.get('select * from analytics_anomalies where id = :id', { id });
  return found ? anomalyOf(found) : null;
}

export function anomalies(
  connection: Connection,
  { severities, machineIds, ...question }: AnomalyQuestion,
): AnomalyPage {
  const { from, until, isActive = false, limit } = question;
  const machines = namedList('machine', machineIds);
  const levels = namedList('severity', severities ?? []);
  const conditions = [
    'ended_at > :from and started_at < :until',
    machines.names === '' ? '1 = 0' : `machine_id in (${machines.names})`,
    ...(severities === undefined ? [] : [`severity in (${levels.names})`]),
    ...(isActive ? ['resolved_at is null'] : []),
  ];
  const matching = `from analytics_anomalies where ${conditions.join(' and ')}`;
  const filters = { from, until, ...machines.parameters, ...levels.parameters };
  const rows = connection.all(`select * ${matching} order by started_at desc, machine_id limit :limit`, {
    ...filters,
    limit,
  });
  const total = connection.get(`select count(*) as total ${matching}`, filters)?.['total'];
  return { total: Number(total), anomalies: rows.map(anomalyOf) };
}

/** Names of parameters for an `in`, with their values. */
function namedList(name: string, values: readonly string[]) {
  const parameters = Object.fromEntries(values.map((value, position) => [`${name}${position}`, value]));
  const names = Object.keys(parameters).map((each) => `:${each}`);
  return { names: names.join(', '), parameters };
}

/** Remembers up to when the hours of a machine were judged, epoch milliseconds. */
export function setJudgedUntil(
  connection: Connection,
  { machineId, until }: { readonly machineId: string; readonly until: number },
): void {
  connection.run(
    `insert into analytics_judged (machine_id, judged_until) values (:machineId, :until)
      on conflict (machine_id) do update set judged_until = excluded.judged_until`,
    { machineId, until },
  );
}

/** Null for a machine whose hours were never judged. */
export function judgedUntil(connection: Connection, machineId: string): number | null {
  const select = 'select judged_until from analytics_judged where machine_id = :machineId';
  const found = connection.get(select, { machineId });
  return found ? Number(found['judged_until']) : null;
}

function anomalyOf(row: Row): StoredAnomaly {
  return {
    id: String(row['id']),
    machineId: String(row['machine_id']),
    startedAt: Number(row['started_at']),
    endedAt: Number(row['ended_at']),
    severity: String(row['severity']),
    document: String(row['document']),
    resolvedAt: row['resolved_at'] === null ? null : Number(row['resolved_at']),
    notes: row['notes'] === null ? null : String(row['notes']),
  };
}
