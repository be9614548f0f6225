import { randomUUID } from 'node:crypto';
import { asBusbarError, type Clock } from '../../kernel/index.ts';

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

export type JobStart =
  | { readonly isTriggered: true; readonly job: TrainingJob; readonly ended: Promise<TrainingJob> }
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

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Those that wait or run, and those that ended within a day, oldest first. */
  get all(): readonly TrainingJob[] {
    return [...this.#jobs.values()];
  }

  /** Runs a training when those before it have ended; refused while one of the subject waits or runs. */
  start(subject: string, train: (report: ReportProgress) => Promise<void>): JobStart {
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
    const ended = this.#last.then(() => this.#run(job.id, train));
    this.#last = ended;
    return { isTriggered: true, job, ended };
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

  async #run(id: string, train: (report: ReportProgress) => Promise<void>): Promise<TrainingJob> {
    const startedAt = this.#clock.now();
    const { subject } = this.#change(id, { state: 'running', startedAt });
    try {
      await train((progress) => this.#change(id, { progress }));
    } catch (thrown) {
      return this.#end(id, { state: 'failed', endedAt: this.#clock.now(), failure: asBusbarError(thrown).message });
    }
    const endedAt = this.#clock.now();
    this.#tookMs.set(subject, endedAt - startedAt);
    return this.#end(id, { state: 'completed', progress: 1, endedAt });
  }

  #end(id: string, changes: Partial<TrainingJob>): TrainingJob {
    const job = this.#change(id, changes);
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
