import { randomUUID } from 'node:crypto';
import { asBusbarError, type Clock } from '../../kernel/index.ts';
import { errors } from '../errors.ts';

export type JobState = 'pending' | 'running' | 'completed' | 'failed';

/** One training, from its request to its end. */
export interface TrainingJob {
  /** UUID. */
  readonly id: string;
  /** What is trained: no two jobs of one subject at a time. */
  readonly subject: string;
  readonly state: JobState;
  /** 0 to 1. */
  readonly progress: number;
  /** Epoch milliseconds; null until then. */
  readonly requestedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** When it will probably end: as long from its start as the last one of the subject took. */
  readonly expectedEnd: number;
  readonly failure: string | null;
}

/** Reports how far a training is, 0 to 1. */
export type ReportProgress = (progress: number) => void;

/** A training that is under way, or why it is not. */
export type JobStart<T = unknown> =
  | {
      readonly isTriggered: true;
      readonly job: TrainingJob;
      /** The job as it ended; never rejects. */
      readonly ended: Promise<TrainingJob>;
      /** What was trained; rejects with what the training threw, or `training_stopped`. */
      readonly result: Promise<T>;
    }
  | { readonly isTriggered: false; readonly reason: string };

/** Until one has been measured. */
const assumedMs = 5000;
const keptMs = 24 * 3_600_000;

/** The trainings of the process, one at a time: what they compute takes the one compute thread. */
export class TrainingJobs {
  readonly #clock: Clock;
  readonly #jobs = new Map<string, TrainingJob>();
  readonly #tookMs = new Map<string, number>();
  readonly #listeners = new Set<(ended: TrainingJob) => void>();
  #last: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Those that wait or run, and those that ended within a day, oldest first. */
  get all(): readonly TrainingJob[] {
    return [...this.#jobs.values()];
  }

  /** Runs a training when those before it have ended; refused while one of the subject waits or runs. */
  start<T>(subject: string, train: (report: ReportProgress) => Promise<T>): JobStart<T> {
    if (this.all.some((job) => job.subject === subject && isOpen(job))) {
      return { isTriggered: false, reason: 'Training already in progress' };
    }
    const requestedAt = this.#clock.now();
    const job: TrainingJob = {
      id: randomUUID(),
      subject,
      state: 'pending',
      progress: 0,
      requestedAt,
      startedAt: null,
      endedAt: null,
      expectedEnd: requestedAt + (this.#tookMs.get(subject) ?? assumedMs),
      failure: null,
    };
    this.#jobs.set(job.id, job);
    const result = this.#last.then(() => this.#run(job.id, train));
    const ended = result.then(
      () => this.#end(job.id, { state: 'completed', progress: 1 }),
      (thrown: unknown) => this.#end(job.id, { state: 'failed', failure: asBusbarError(thrown).message }),
    );
    this.#last = ended;
    return { isTriggered: true, job, ended, result };
  }

  /** Runs a training to its end. Throws `training_in_progress`, and what the training throws. */
  async train<T>(subject: string, train: (report: ReportProgress) => Promise<T>): Promise<T> {
    const start = this.start(subject, train);
    if (!start.isTriggered) throw errors.training_in_progress({ value: subject });
    await start.ended;
    return start.result;
  }

  /** Lets none of those that wait begin: they fail with `training_stopped`. The one that runs goes on. */
  stop(): void {
    this.#isStopped = true;
  }

  job(id: string): TrainingJob | undefined {
    return this.#jobs.get(id);
  }

  /** Calls back for each training that has ended, before `ended` resolves. Returns the function that unsubscribes. */
  subscribe(listener: (ended: TrainingJob) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets those that ended more than a day ago; returns how many. */
  forgetOld(): number {
    const old = this.all.filter(({ endedAt }) => endedAt !== null && endedAt < this.#clock.now() - keptMs);
    for (const { id } of old) this.#jobs.delete(id);
    return old.length;
  }

  #run<T>(id: string, train: (report: ReportProgress) => Promise<T>): Promise<T> {
    if (this.#isStopped) throw errors.training_stopped();
    this.#change(id, { state: 'running', startedAt: this.#clock.now() });
    return train((progress) => this.#change(id, { progress }));
  }

  #end(id: string, outcome: Partial<TrainingJob>): TrainingJob {
    const endedAt = this.#clock.now();
    const job = this.#change(id, { ...outcome, endedAt });
    if (job.state === 'completed') this.#tookMs.set(job.subject, endedAt - (job.startedAt ?? endedAt));
    for (const listener of this.#listeners) listener(job);
    return job;
  }

  #change(id: string, changes: Partial<TrainingJob>): TrainingJob {
    const job = this.#jobs.get(id);
    if (!job) throw new Error(`there is no training ${id}`);
    const changed = { ...job, ...changes };
    this.#jobs.set(id, changed);
    return changed;
  }
}

function isOpen({ state }: TrainingJob): boolean {
  return state === 'pending' || state === 'running';
}
