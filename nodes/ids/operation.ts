import type { ManagedDevice, ModbusTraffic } from '../devices/index.ts';

/** One Modbus request as the devices' traffic tells it. */
export type ModbusOperation = Parameters<Parameters<ModbusTraffic['subscribe']>[0]>[0];

/** What is asked, apart from when and by whom. */
export type ModbusRequest = Pick<ModbusOperation, 'functionCode' | 'address' | 'quantity'>;

/** A device's registers, as its profile resolves them. */
export type DeviceMap = NonNullable<ManagedDevice['poller']['map']>;

const readFunctions: ReadonlySet<number> = new Set([1, 2, 3, 4]);
/** Single and multiple coils and registers, mask write, read and write. */
const writeFunctions: ReadonlySet<number> = new Set([5, 6, 15, 16, 22, 23]);

export function isRead({ functionCode }: ModbusRequest): boolean {
  return readFunctions.has(functionCode);
}

export function isWrite({ functionCode }: ModbusRequest): boolean {
  return writeFunctions.has(functionCode);
}

export function addressKey({ functionCode, address }: Pick<ModbusRequest, 'functionCode' | 'address'>): string {
  return `${functionCode}/${address}`;
}

export function requestKey({ functionCode, address, quantity }: ModbusRequest): string {
  return `${functionCode}/${address}/${quantity}`;
}

export function requestOf(key: string): ModbusRequest {
  const [functionCode = NaN, address = NaN, quantity = NaN] = key.split('/').map(Number);
  return { functionCode, address, quantity };
}

/** Traffic is normal or not in its context: the same request means another thing from another master. */
export function contextOf({ deviceId, origin }: Pick<ModbusOperation, 'deviceId' | 'origin'>): string {
  return `${deviceId}, ${origin}`;
}
