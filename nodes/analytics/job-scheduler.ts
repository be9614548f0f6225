import { choice, defineNode, type Message, randomId } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { type Asked, askedOf } from './asked.ts';
import { readKpiDays } from './jobs/daily-kpis.ts';
import { jobRunBody, schedulerStatusBody, triggeredBody } from './jobs/job-bodies.ts';
import { type JobScheduler, jobScheduler, type ScheduledJob } from './jobs/job-scheduler.ts';
import type { JobRun } from './jobs/job-store.ts';

const answers = {
  status: (scheduler) => schedulerStatusBody(scheduler.status()),
  trigger: (scheduler, { question: { job_id: id } }) => triggeredBody(String(id), scheduler.trigger(id)),
  kpi_days: (_, asked) => readKpiDays(analyticsContext.get(), asked),
} as const satisfies Record<string, (scheduler: JobScheduler, asked: Asked) => Promise<object> | object>;

const operations = [...(Object.keys(answers) as (keyof typeof answers)[]), 'runs'] as const;

/** Answers what the scheduled jobs do and did, runs one at once, and sends what each run did. */
export default defineNode({
  type: 'busbar-job-scheduler',
  version: 1,
  fields: { operation: choice(operations, { default: 'status' }) },
  open({ config: { operation }, status, send }) {
    if (operation === 'runs') {
      const unsubscribe = jobScheduler.get().subscribe((run, job) => {
        status({ level: run.failures.length === 0 ? 'ok' : 'warning', text: run.jobId });
        send(messageOf(run, job));
      });
      return { close: unsubscribe };
    }
    return {
      async input(message) {
        const payload = await answers[operation](jobScheduler.get(), askedOf(message));
        return Object.assign(message, { payload, statusCode: 200 });
      },
    };
  },
});

function messageOf(run: JobRun, job: ScheduledJob): Message {
  return { _msgid: randomId(), topic: run.jobId, payload: jobRunBody(run, job) };
}
