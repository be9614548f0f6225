import { type AlarmBody, alarmService } from '../alarms/index.ts';
import { historyService } from '../history/index.ts';
import { siteRuntime } from '../site/index.ts';
import { currentHealth, gatewayFacts } from './gateway-runtime.ts';
import { type PlatformHealthBody, platformHealthOf } from './platform-health.ts';
import { type AlarmCounts, type PlatformStatsBody, platformStatsOf } from './platform-stats.ts';

type StateName = AlarmBody['state'];

export function currentPlatformHealth(): PlatformHealthBody {
  const { clock, storeFault } = gatewayFacts.get();
  const { model, image } = siteRuntime.get();
  return platformHealthOf({
    health: currentHealth(),
    now: clock.now(),
    storeFault: storeFault(),
    activeMachines: model.machines.filter(({ device }) => image.get(device)?.connected === true).length,
  });
}

export async function currentPlatformStats(): Promise<PlatformStatsBody> {
  return platformStatsOf(await historyService.get().stats(), alarmCounts());
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
