import { type Connection, type Ddl, defineStoreModule, type Row } from '../history/index.ts';
import {
  anomalies,
  anomaly,
  anomalyTables,
  judgedUntil,
  resolveAnomaly,
  saveAnomaly,
  setJudgedUntil,
} from './anomaly/anomaly-tables.ts';

export type ModelKind = 'baseline' | 'forecast_mstl' | 'forecast_arima' | 'forecast_prophet';

/** Which of a machine's models: its versions take over from each other. */
export interface ModelSubject {
  readonly machineId: string;
  readonly kind: ModelKind;
}

/** A model as it is handed to the store, which numbers it. */
export interface NewModel extends ModelSubject {
  /** UUID. */
  readonly id: string;
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

/** What a check found of a model at a time. */
export interface StoredEvaluation extends ModelSubject {
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
  ...anomalyTables(ddl),
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
  writes: { addModel, saveAnomaly, resolveAnomaly, setJudgedUntil, addEvaluation },
  reads: { models, model, activeModel, activeModelCount, anomaly, anomalies, judgedUntil, evaluations },
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
function models(connection: Connection, { machineId, kind }: ModelSubject): StoredModel[] {
  const select = `select * from analytics_models where machine_id = :machineId and kind = :kind order by version desc`;
  return connection.all(select, { machineId, kind }).map(modelOf);
}

function model(connection: Connection, id: string): StoredModel | null {
  const found = connection.get('select * from analytics_models where id = :id', { id });
  return found ? modelOf(found) : null;
}

function activeModel(connection: Connection, { machineId, kind }: ModelSubject): StoredModel | null {
  const select = `select * from analytics_models where machine_id = :machineId and kind = :kind and is_active = 1`;
  const found = connection.get(select, { machineId, kind });
  return found ? modelOf(found) : null;
}

function activeModelCount(connection: Connection, kind: ModelKind): number {
  const count = 'select count(*) as count from analytics_models where kind = :kind and is_active = 1';
  return Number(connection.get(count, { kind })?.['count']);
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
  { machineId, kind, from }: ModelSubject & { readonly from: number },
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
