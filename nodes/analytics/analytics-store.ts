import { type Connection, type Ddl, defineStoreModule, type Row } from '../history/index.ts';

export type ModelKind = 'baseline' | 'forecast_mstl' | 'forecast_arima' | 'forecast_prophet';

/** A model as it is handed to the store, which numbers it. */
export interface NewModel {
  /** UUID. */
  readonly id: string;
  readonly machineId: string;
  readonly kind: ModelKind;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Whether it takes over from the active one, and why or why not. */
  readonly isActive: boolean;
  readonly reason: string;
  /** The model as JSON. */
  readonly document: string;
}

export interface StoredModel extends NewModel {
  /** From 1, by machine and kind. */
  readonly version: number;
}

/** An anomaly as it is found; a second detection of the same hour is the same anomaly. */
export interface NewAnomaly {
  /** UUID. */
  readonly id: string;
  readonly machineId: string;
  /** Start of its first interval, epoch milliseconds. */
  readonly startedAt: number;
  readonly severity: string;
  /** The episode as JSON. */
  readonly document: string;
}

export interface StoredAnomaly extends NewAnomaly {
  readonly resolvedAt: number | null;
  readonly notes: string | null;
}

export interface AnomalyQuestion {
  /** Anomalies that start within the half-open range, epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly machineId?: string;
  readonly severity?: string;
  /** Only those that nobody has resolved. */
  readonly isActive?: boolean;
  readonly limit: number;
}

/** What a check found of a model at a time. */
export interface StoredEvaluation {
  readonly machineId: string;
  readonly kind: ModelKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The check as JSON. */
  readonly document: string;
}

const createTables = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'analytics_models',
    `id text primary key,
    machine_id text not null,
    kind text not null,
    version ${ddl.integer} not null,
    created_at ${ddl.integer} not null,
    is_active ${ddl.integer} not null,
    reason text not null,
    document text not null check (${ddl.isJson('document')}),
    unique (machine_id, kind, version)`,
  ),
  ddl.table(
    'analytics_anomalies',
    `id text primary key,
    machine_id text not null,
    started_at ${ddl.integer} not null,
    severity text not null,
    document text not null check (${ddl.isJson('document')}),
    resolved_at ${ddl.integer},
    notes text,
    unique (started_at, machine_id)`,
  ),
  ddl.keyedTable(
    'analytics_evaluations',
    `machine_id text not null,
    kind text not null,
    evaluated_at ${ddl.integer} not null,
    document text not null check (${ddl.isJson('document')}),
    primary key (machine_id, kind, evaluated_at)`,
  ),
];

const analyticsStore = defineStoreModule({
  name: 'analytics',
  migrations: { '001-analytics': createTables },
  writes: { addModel, saveAnomaly, resolveAnomaly, addEvaluation },
  reads: { models, model, activeModel, anomalies, evaluations },
});

export const { writes: analyticsWrites, reads: analyticsReads } = analyticsStore;
export default analyticsStore;

/** Returns the version. An active model takes over from the one before it. */
function addModel(connection: Connection, { isActive, ...model }: NewModel): number {
  const { machineId, kind } = model;
  if (isActive) {
    const deactivate = 'update analytics_models set is_active = 0 where machine_id = :machineId and kind = :kind';
    connection.run(deactivate, { machineId, kind });
  }
  const newest = 'select max(version) as version from analytics_models where machine_id = :machineId and kind = :kind';
  const version = Number(connection.get(newest, { machineId, kind })?.['version'] ?? 0) + 1;
  connection.run(
    `insert into analytics_models (id, machine_id, kind, version, created_at, is_active, reason, document)
      values (:id, :machineId, :kind, :version, :createdAt, :isActive, :reason, :document)`,
    { ...model, version, isActive: isActive ? 1 : 0 },
  );
  return version;
}

/** Newest first. */
function models(connection: Connection, { machineId, kind }: Pick<NewModel, 'machineId' | 'kind'>): StoredModel[] {
  const select = `select * from analytics_models where machine_id = :machineId and kind = :kind order by version desc`;
  return connection.all(select, { machineId, kind }).map(modelOf);
}

function model(connection: Connection, id: string): StoredModel | null {
  const found = connection.get('select * from analytics_models where id = :id', { id });
  return found ? modelOf(found) : null;
}

function activeModel(
  connection: Connection,
  { machineId, kind }: Pick<NewModel, 'machineId' | 'kind'>,
): StoredModel | null {
  const select = `select * from analytics_models where machine_id = :machineId and kind = :kind and is_active = 1`;
  const found = connection.get(select, { machineId, kind });
  return found ? modelOf(found) : null;
}

/** Returns whether it is new. One that is known gets what is known of it by now, unless it is resolved. */
function saveAnomaly(connection: Connection, anomaly: NewAnomaly): boolean {
  const { id, machineId, startedAt, severity, document } = anomaly;
  connection.run(
    `insert into analytics_anomalies (id, machine_id, started_at, severity, document)
      values (:id, :machineId, :startedAt, :severity, :document)
      on conflict (started_at, machine_id) do update set severity = excluded.severity, document = excluded.document
      where analytics_anomalies.resolved_at is null`,
    { id, machineId, startedAt, severity, document },
  );
  return connection.get('select id from analytics_anomalies where id = :id', { id }) !== undefined;
}

/** Returns the anomaly, or null where there is none. The first resolution stands. */
function resolveAnomaly(
  connection: Connection,
  { id, resolvedAt, notes }: { readonly id: string; readonly resolvedAt: number; readonly notes: string },
): StoredAnomaly | null {
  connection.run(
    `update analytics_anomalies set resolved_at = :resolvedAt, notes = :notes where id = :id and resolved_at is null`,
    { id, resolvedAt, notes },
  );
  const found = connection.get('select * from analytics_anomalies where id = :id', { id });
  return found ? anomalyOf(found) : null;
}

/** Newest first. */
function anomalies(
  connection: Connection,
  { from, until, machineId, severity, isActive = false, limit }: AnomalyQuestion,
): StoredAnomaly[] {
  const conditions = [
    'started_at >= :from and started_at < :until',
    ...(machineId === undefined ? [] : ['machine_id = :machineId']),
    ...(severity === undefined ? [] : ['severity = :severity']),
    ...(isActive ? ['resolved_at is null'] : []),
  ];
  const select = `select * from analytics_anomalies where ${conditions.join(' and ')}
    order by started_at desc, machine_id limit :limit`;
  const parameters = { from, until, limit, ...(machineId !== undefined && { machineId }), ...(severity !== undefined && { severity }) }; // prettier-ignore
  return connection.all(select, parameters).map(anomalyOf);
}

function addEvaluation(connection: Connection, { machineId, kind, at, document }: StoredEvaluation): void {
  connection.run(
    `insert into analytics_evaluations (machine_id, kind, evaluated_at, document) values (:machineId, :kind, :at, :document)
      on conflict (machine_id, kind, evaluated_at) do update set document = excluded.document`,
    { machineId, kind, at, document },
  );
}

/** Those from a time on, oldest first. */
function evaluations(
  connection: Connection,
  { machineId, kind, from }: Pick<NewModel, 'machineId' | 'kind'> & { readonly from: number },
): StoredEvaluation[] {
  const select = `select evaluated_at, document from analytics_evaluations
    where machine_id = :machineId and kind = :kind and evaluated_at >= :from order by evaluated_at`;
  return connection
    .all(select, { machineId, kind, from })
    .map((row) => ({ machineId, kind, at: Number(row['evaluated_at']), document: String(row['document']) }));
}

function modelOf(row: Row): StoredModel {
  return {
    id: String(row['id']),
    machineId: String(row['machine_id']),
    kind: String(row['kind']) as ModelKind,
    version: Number(row['version']),
    createdAt: Number(row['created_at']),
    isActive: Number(row['is_active']) === 1,
    reason: String(row['reason']),
    document: String(row['document']),
  };
}

function anomalyOf(row: Row): StoredAnomaly {
  return {
    id: String(row['id']),
    machineId: String(row['machine_id']),
    startedAt: Number(row['started_at']),
    severity: String(row['severity']),
    document: String(row['document']),
    resolvedAt: row['resolved_at'] === null ? null : Number(row['resolved_at']),
    notes: row['notes'] === null ? null : String(row['notes']),
  };
}
