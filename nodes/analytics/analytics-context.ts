import type { AlarmService } from '../alarms/index.ts';
import type { AuditLog } from '../events/index.ts';
import type { HistoryService, Store } from '../history/index.ts';
import { type Clock, defineService, type WorkerPool } from '../kernel/index.ts';
import type { SiteRuntime } from '../site/index.ts';
import type { MachineDirectory } from './machines/machine-directory.ts';

/** What every part of the analytics stands on. */
export interface AnalyticsContext {
  readonly history: Pick<HistoryService, 'series' | 'latest'>;
  readonly store: Store;
  readonly site: SiteRuntime;
  readonly machines: MachineDirectory;
  readonly log: AuditLog;
  readonly alarms: Pick<AlarmService, 'define' | 'setCondition'>;
  /** The one thread in which models are trained, tested and schedules solved. */
  readonly compute: Pick<WorkerPool, 'run'>;
  readonly clock: Clock;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

/** The analytics of the running gateway. */
export const analyticsContext = defineService<AnalyticsContext>('analytics');
