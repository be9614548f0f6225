/** A request that the schema of its operation accepts, and the scope that it needs. */
export interface OperationRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly scope: string;
}

const read = (path: string): OperationRequest => ({ method: 'GET', path, scope: 'read' });
const act = (action: string, reason?: string): OperationRequest => ({
  method: 'POST',
  path: `/api/v1/alarms/42/${action}`,
  body: { operator: 'm.keller', ...(reason !== undefined && { reason }) },
  scope: 'alarms',
});

/** Every operation of contract 002. */
export const dataPlatformRequests: Readonly<Record<string, OperationRequest>> = {
  listSites: read('/api/v1/sites'),
  getSite: read('/api/v1/sites/wlce'),
  listBlocks: read('/api/v1/blocks'),
  getBlock: read('/api/v1/blocks/block-01'),
  listEquipment: read('/api/v1/equipment/block-01'),
  listSensors: read('/api/v1/sensors/block-01'),
  getTelemetry: read('/api/v1/telemetry?sensor_id=42&start=2026-02-21'),
  getLatestTelemetry: read('/api/v1/telemetry/latest?block_slug=block-01'),
  getMultiTelemetry: read('/api/v1/telemetry/multi?sensor_ids=42&start=2026-02-21'),
  listAlarms: read('/api/v1/alarms'),
  getAlarmStats: read('/api/v1/alarms/stats'),
  listEvents: read('/api/v1/events'),
  getBillingKwh: read('/api/v1/billing/kwh?block_slug=block-01&start=2026-02-21'),
  getBillingKwht: read('/api/v1/billing/kwht?block_slug=block-01&start=2026-02-21'),
  getDailyEnergy: read('/api/v1/billing/energy-daily?block_slug=block-01&start=2026-02-21'),
  getPlatformHealth: read('/api/v1/health'),
  getPlatformStats: read('/api/v1/stats'),
  getPlatformStatsAtRoot: read('/stats'),
  acknowledgeAlarm: act('acknowledge'),
  shelveAlarm: act('shelve', 'sensor is calibrated'),
  unshelveAlarm: act('unshelve'),
  suppressAlarm: act('suppress', 'sensor is calibrated'),
  unsuppressAlarm: act('unsuppress'),
  takeAlarmOutOfService: act('out-of-service', 'sensor is calibrated'),
  putAlarmInService: act('in-service'),
  resetAlarm: act('reset'),
};
