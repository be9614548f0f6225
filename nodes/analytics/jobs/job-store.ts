import { type Connection, type Ddl, defineStoreModule, type Row } from '../../history/index.ts';

/** `missed` caught up with a time at which the gateway did not run. */
export type RunCause = 'schedule' | 'missed' | 'manual';

/** What a job did in one run. */
export interface JobOutcome {
  /** How many of what. */
  readonly counts: Readonly<Record<string, number>>;
  /** What failed, a sentence each. */
  readonly failures: readonly string[];
}

/** A run that has ended. */
export interface JobRun extends JobOutcome {
  readonly jobId: string;
  readonly cause: RunCause;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What is known of a job from before the start. */
export interface KnownJob {
  readonly jobId: string;
  /** When this job was first kept, epoch milliseconds: nothing before it was missed. */
  readonly since: number;
  readonly lastRun: JobRun | null;
}

/** Key figures of a machine on a day of its time zone. */
export interface KpiDay {
  readonly machineId: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Epoch milliseconds. */
  readonly calculatedAt: number;
  /** The figures as JSON. */
  readonly document: string;
}

const createTables = (ddl: Ddl): readonly string[] => [
  ddl.table('analytics_jobs', `job_id text primary key, since ${ddl.integer} not null`),
  ddl.keyedTable(
    'analytics_job_runs',
    `job_id text not null,
    started_at ${ddl.integer} not null,
    ended_at ${ddl.integer} not null,
    cause text not null,
    document text not null check (${ddl.isJson('document')}),
    primary key (job_id, started_at)`,
  ),
  ddl.keyedTable(
    'analytics_kpi_days',
    `machine_id text not null,
    date text not null,
    calculated_at ${ddl.integer} not null,
    document text not null check (${ddl.isJson('document')}),
    primary key (machine_id, date)`,
  ),
];

const jobStore = defineStoreModule({
  name: 'analytics-jobs',
  migrations: { '001-jobs': createTables },
  writes: { keepJobs, addRun, forgetRuns, saveKpiDay },
  reads: { kpiDays, newestKpiDate },
});

export const { writes: jobWrites, reads: jobReads } = jobStore;
export default jobStore;

/** Notes since when jobs are kept, and returns what is known of each. */
function keepJobs(
  connection: Connection,
  { jobIds, at }: { readonly jobIds: readonly string[]; readonly at: number },
): KnownJob[] {
  return jobIds.map((jobId) => {
    const insert = 'insert into analytics_jobs (job_id, since) values (:jobId, :at) on conflict (job_id) do nothing';
    connection.run(insert, { jobId, at });
    const kept = connection.get('select since from analytics_jobs where job_id = :jobId', { jobId });
    const newest = 'select * from analytics_job_runs where job_id = :jobId order by started_at desc limit 1';
    const run = connection.get(newest, { jobId });
    return { jobId, since: Number(kept?.['since']), lastRun: run ? runOf(run) : null };
  });
}

function addRun(connection: Connection, { jobId, cause, startedAt, endedAt, ...outcome }: JobRun): void {
  connection.run(
    `insert into analytics_job_runs (job_id, started_at, ended_at, cause, document)
      values (:jobId, :startedAt, :endedAt, :cause, :document)
      on conflict (job_id, started_at) do nothing`,
    { jobId, cause, startedAt, endedAt, document: JSON.stringify(outcome) },
  );
}

/** Forgets the runs from before a time, but never a job's newest; returns how many. */
function forgetRuns(connection: Connection, before: number): number {
  const old = `from analytics_job_runs where started_at < :before and started_at <
    (select max(newest.started_at) from analytics_job_runs newest where newest.job_id = analytics_job_runs.job_id)`;
  const count = Number(connection.get(`select count(*) as count ${old}`, { before })?.['count']);
  connection.run(`delete ${old}`, { before });
  return count;
}

/** A day that is known gets what is known of it by now. */
function saveKpiDay(connection: Connection, { machineId, date, calculatedAt, document }: KpiDay): void {
  connection.run(
    `insert into analytics_kpi_days (machine_id, date, calculated_at, document)
      values (:machineId, :date, :calculatedAt, :document)
      on conflict (machine_id, date) do update set calculated_at = excluded.calculated_at, document = excluded.document`,
    { machineId, date, calculatedAt, document },
  );
}

/** Both ends included, oldest first. */
function kpiDays(
  connection: Connection,
  { machineId, first, last }: { readonly machineId: string; readonly first: string; readonly last: string },
): KpiDay[] {
  const select = `select date, calculated_at, document from analytics_kpi_days
    where machine_id = :machineId and date >= :first and date <= :last order by date`;
  return connection.all(select, { machineId, first, last }).map((row) => ({
    machineId,
    date: String(row['date']),
    calculatedAt: Number(row['calculated_at']),
    document: String(row['document']),
  }));
}

function newestKpiDate(connection: Connection, machineId: string): string | null {
  const select = 'select max(date) as date from analytics_kpi_days where machine_id = :machineId';
  const date = connection.get(select, { machineId })?.['date'];
  return typeof date === 'string' ? date : null;
}

function runOf(row: Row): JobRun {
  return {
    jobId: String(row['job_id']),
    cause: String(row['cause']) as RunCause,
    startedAt: Number(row['started_at']),
    endedAt: Number(row['ended_at']),
    ...(JSON.parse(String(row['document'])) as JobOutcome),
  };
}
