import { expectedCommands, expectedOperations } from '../../../nodes/ids/index.ts';
import type { ModbusOperation } from '../../../nodes/ids/operation.ts';
import { demoDevices } from '../../../scripts/train-ids.ts';

export const battery = 'WLCE-BESS-01';

/** The first poll request of the demo battery, unless told otherwise. */
export function operation(changes: Partial<ModbusOperation> = {}): ModbusOperation {
  const request = { functionCode: 3, address: 0, quantity: 22 };
  return { deviceId: battery, origin: 'gateway', ...request, at: 0, responseMs: 2, ok: true, ...changes };
}

const devices = new Map(demoDevices().map((device) => [device.id, device]));

/** What boot tells the intrusion detection of the demo site's devices. */
export function expectedOf({ deviceId, origin }: Pick<ModbusOperation, 'deviceId' | 'origin'>) {
  const device = devices.get(deviceId);
  if (!device) return [];
  return origin === 'gateway' ? expectedOperations(device.map, device.planReads) : expectedCommands(device.map);
}
