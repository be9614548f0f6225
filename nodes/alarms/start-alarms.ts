import type { AuditLog } from '../events/index.ts';
import type { Store } from '../history/index.ts';
import type { Clock } from '../kernel/index.ts';
import { directoryOf, type SiteRuntime } from '../site/index.ts';
import type { LastReading } from './alarm-body.ts';
import { alarmLogOn } from './alarm-log.ts';
import { AlarmService, alarmService } from './alarm-service.ts';
import { watchEvents } from './event-conditions.ts';
import { LimitDetector } from './limit-detector.ts';
import { SilenceWatch } from './silence-watch.ts';

export interface AlarmsOptions {
  readonly store: Store;
  readonly log: AuditLog;
  readonly site: SiteRuntime;
  readonly clock: Clock;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

/** Starts the alarm machine and what tells it of limits, silence, latches and intrusions. Returns how to end it all. */
export async function startAlarms(options: AlarmsOptions): Promise<() => Promise<void>> {
  const { store, log, site, clock, report } = options;
  const directory = directoryOf(site);
  const readings = new Map<number, LastReading>();
  const alarms = await AlarmService.start({
    clock,
    store,
    log: alarmLogOn(log, site.model.gateway.siteId),
    directory,
    lastReading: (sensorId) => readings.get(sensorId),
    report,
  });
  const detector = await LimitDetector.start({ alarms, directory, bus: site.bus, clock, readings });
  const silence = await SilenceWatch.start({ alarms, directory, image: site.image, bus: site.bus, clock });
  const endEvents = await watchEvents(alarms, log);
  alarmService.provide(alarms);
  return async () => {
    alarmService.withdraw();
    endEvents();
    silence.stop();
    detector.stop();
    await alarms.stop();
  };
}
