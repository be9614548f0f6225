import { isoWithOffset } from '../../kernel/index.ts';
import type { Body } from '../answer-body.ts';
import { triggerText } from './cron-schedule.ts';
import type { JobStatus, ScheduledJob, SchedulerStatus } from './job-scheduler.ts';
import type { JobRun, KpiDay } from './job-store.ts';

/** Body of `GET /api/v1/scheduler/status` (contract 003). */
export function schedulerStatusBody({ isRunning, timeZone, jobs }: SchedulerStatus): Body {
  return { enabled: true, running: isRunning, job_count: jobs.length, time_zone: timeZone, jobs: jobs.map(jobBody) };
}

/** Body of `POST /api/v1/scheduler/trigger/{job_id}` (contract 003). */
export function triggeredBody(jobId: string, isStarted: boolean): Body {
  const message = isStarted ? 'Job triggered successfully' : 'Job is already running';
  return { success: isStarted, job_id: jobId, message };
}

/** A run that has ended. */
export function jobRunBody(
  { jobId, cause, startedAt, endedAt, counts, failures }: JobRun,
  { name }: ScheduledJob,
): Body {
  return {
    job_id: jobId,
    name,
    cause,
    success: failures.length === 0,
    started_at: isoWithOffset(startedAt),
    ended_at: isoWithOffset(endedAt),
    duration_ms: endedAt - startedAt,
    counts,
    failures,
  };
}

/** Stored key figures of the days of a machine. */
export function kpiDayBody({ date, calculatedAt, document }: KpiDay): Body {
  return { date, calculated_at: isoWithOffset(calculatedAt), kpis: JSON.parse(document) as Body };
}

function jobBody({ job, nextRunAt, isRunning, lastRun }: JobStatus): Body {
  return {
    id: job.id,
    name: job.name,
    next_run: isoWithOffset(nextRunAt),
    trigger: triggerText(job.schedule),
    is_running: isRunning,
    last_run: lastRun ? jobRunBody(lastRun, job) : null,
  };
}
