import { type AlarmBody, alarmService } from '../alarms/index.ts';
import { currentAnalyticsFacts } from '../analytics/index.ts';
import { historyService, storeService } from '../history/index.ts';
import { currentHealth, gatewayFacts } from './gateway-runtime.ts';
import { type PlatformHealthBody, platformHealthOf } from './platform-health.ts';
import { type AlarmCounts, type PlatformStatsBody, platformStatsOf } from './platform-stats.ts';

type StateName = AlarmBody['state'];

export async function currentPlatformHealth(): Promise<PlatformHealthBody> {
  const { clock, storeFault } = gatewayFacts.get();
  return platformHealthOf({
    health: currentHealth(),
    now: clock.now(),
    storeFault: storeFault(),
    store: storeService.get().address(),
    analytics: await currentAnalyticsFacts(),
  });
}

export async function currentPlatformStats(): Promise<PlatformStatsBody> {
  const history = historyService.get();
  return platformStatsOf(await history.stats(), history.state().samplesLastHour, alarmCounts());
}

function alarmCounts(): AlarmCounts {
  const alarms = alarmService.get();
  const countOf = (...states: StateName[]) => alarms.list({ states }, { offset: 0, limit: 0 }).total;
  return {
    active: countOf('ACTIVE'),
    acked: countOf('ACKED'),
    shelved: countOf('SHELVED'),
    suppressed: countOf('SUPPRESSED', 'OUT_OF_SERVICE'),
    rtn_unack: countOf('RTN_UNACK'),
  };
}
