import { asBusbarError, type Clock, defineService, textOf, type Timer } from '../../kernel/index.ts';
import type { Store } from '../../history/index.ts';
import { errors } from '../errors.ts';
import { type CronSchedule, nextRun } from './cron-schedule.ts';
import { type JobOutcome, type JobRun, jobWrites, type RunCause } from './job-store.ts';

export interface ScheduledJob {
  readonly id: string;
  readonly name: string;
  readonly schedule: CronSchedule;
  /** Ends early once the signal is given. */
  readonly run: (stop: AbortSignal) => Promise<JobOutcome>;
}

export interface JobSchedulerOptions {
  readonly jobs: readonly ScheduledJob[];
  /** IANA name of the zone that the schedules are kept in. */
  readonly timeZone: string;
  readonly store: Pick<Store, 'write'>;
  readonly clock: Clock;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

export interface JobStatus {
  readonly job: ScheduledJob;
  /** Epoch milliseconds. */
  readonly nextRunAt: number;
  readonly isRunning: boolean;
  readonly lastRun: JobRun | null;
}

export interface SchedulerStatus {
  readonly isRunning: boolean;
  readonly timeZone: string;
  readonly jobs: readonly JobStatus[];
}

export type RunListener = (run: JobRun, job: ScheduledJob) => void;

interface KeptJob {
  readonly job: ScheduledJob;
  /** Up to when every scheduled time has had its run, epoch milliseconds. */
  checkedUntil: number;
  running: Promise<void> | undefined;
  lastRun: JobRun | null;
}

/** Longest wait at once: the wall clock may be set meanwhile, and timers hold 24 days at most. */
const sliceMs = 60_000;
/** A run that starts later than this was missed. */
const punctualMs = 2 * sliceMs;

/** The scheduled jobs of the running gateway. */
export const jobScheduler = defineService<JobScheduler>('job scheduler');

/**
 * Runs each job at its times, once at a time. What was missed while the gateway did not run is caught up with one run at its start;
 * a job that is new has missed nothing.
 */
export class JobScheduler {
  readonly #options: JobSchedulerOptions;
  readonly #kept: readonly KeptJob[];
  readonly #listeners = new Set<RunListener>();
  readonly #stop = new AbortController();
  #timer: Timer | undefined;

  static async start(options: JobSchedulerOptions): Promise<JobScheduler> {
    const { jobs, store, clock } = options;
    const jobIds = jobs.map(({ id }) => id);
    const known = await store.write(jobWrites.keepJobs, { jobIds, at: clock.now() });
    const kept = jobs.map((job, position) => {
      const { since = clock.now(), lastRun = null } = known[position] ?? {};
      return { job, checkedUntil: lastRun?.startedAt ?? since, running: undefined, lastRun };
    });
    return new JobScheduler(options, kept);
  }

  private constructor(options: JobSchedulerOptions, kept: readonly KeptJob[]) {
    this.#options = options;
    this.#kept = kept;
    this.#check();
  }

  status(): SchedulerStatus {
    const jobs = this.#kept.map(({ job, running, lastRun }) => ({
      job,
      nextRunAt: this.#nextRun(job, this.#options.clock.now()),
      isRunning: running !== undefined,
      lastRun,
    }));
    return { isRunning: !this.#stop.signal.aborted, timeZone: this.#options.timeZone, jobs };
  }

  /** Runs a job now, whatever its schedule; false where it runs already. Throws `unknown_job`. */
  trigger(id: unknown): boolean {
    const kept = this.#kept.find(({ job }) => job.id === id);
    const ids = this.#kept.map(({ job }) => job.id).join(', ');
    if (!kept) throw errors.unknown_job({ field: 'job_id', value: id, limit: ids });
    return this.#run(kept, 'manual');
  }

  /** Calls back after each run. Returns the function that unsubscribes. */
  subscribe(listener: RunListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#kept.flatMap(({ running }) => running ?? []));
  }

  /** Starts nothing any more, and resolves when what runs has ended: that counts as missed at the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#timer?.cancel();
    await this.settled();
  }

  #check(): void {
    const { clock, report } = this.#options;
    const now = clock.now();
    for (const kept of this.#kept) {
      const due = this.#nextRun(kept.job, kept.checkedUntil);
      kept.checkedUntil = now;
      if (due > now) continue;
      const isStarted = this.#run(kept, now - due > punctualMs ? 'missed' : 'schedule');
      if (!isStarted) report(`${kept.job.name} still runs: its next run is left out`);
    }
    const next = Math.min(...this.#kept.map(({ job }) => this.#nextRun(job, now)));
    this.#timer = clock.after(Math.min(sliceMs, next - now), () => this.#check());
  }

  #run(kept: KeptJob, cause: RunCause): boolean {
    if (kept.running) return false;
    kept.running = this.#runToEnd(kept, cause).finally(() => (kept.running = undefined));
    return true;
  }

  async #runToEnd(kept: KeptJob, cause: RunCause): Promise<void> {
    const { clock, store, report } = this.#options;
    const { job } = kept;
    const startedAt = clock.now();
    const outcome = await outcomeOf(job, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    const run: JobRun = { jobId: job.id, cause, startedAt, endedAt: clock.now(), ...outcome };
    kept.lastRun = run;
    try {
      await store.write(jobWrites.addRun, run);
    } catch (thrown) {
      report(`The run of ${job.name} is not in the store: ${textOf(thrown)}`);
    }
    this.#tell(run, job);
  }

  #tell(run: JobRun, job: ScheduledJob): void {
    for (const listener of this.#listeners) {
      try {
        listener(run, job);
      } catch (thrown) {
        this.#options.report(`A listener of the jobs failed at ${job.name}: ${textOf(thrown)}`);
      }
    }
  }

  #nextRun({ schedule }: ScheduledJob, after: number): number {
    return nextRun(schedule, after, this.#options.timeZone);
  }
}

async function outcomeOf(job: ScheduledJob, stop: AbortSignal): Promise<JobOutcome> {
  try {
    return await job.run(stop);
  } catch (thrown) {
    return { counts: {}, failures: [asBusbarError(thrown).message] };
  }
}
