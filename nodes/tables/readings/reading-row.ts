import { withoutNoise } from '../../kernel/index.ts';
import { type Frame, Quality } from '../../site/index.ts';
import { bessReadings, meterReadings, meterValues } from '../catalogue/microgrid-tables.ts';
import type { StoredRow, StoredValue } from '../catalogue/stored-value.ts';
import type { Table } from '../catalogue/table.ts';
import { newUuid } from '../catalogue/uuid.ts';
import type { MeterSource } from './meter-sources.ts';

/** Rows of one polled device: to which table they go, and how a frame becomes one. */
export interface ReadingKind {
  readonly table: Table;
  /** Undefined for a frame in which nothing was read. */
  rowOf(frame: Frame, now: number): StoredRow | undefined;
}

/** Rows of a battery: state of energy in %, `target_power` positive when it discharges, the other way round than inside. */
export function batteryReadings(deviceUuid: string): ReadingKind {
  return {
    table: bessReadings,
    rowOf(frame, now) {
      const soe = frame.ofRole('soc').value;
      const setpointKw = frame.ofRole('setpoint').value;
      if (soe === null && setpointKw === null) return undefined;
      return {
        ...head(deviceUuid, frame, now),
        soe,
        target_power: setpointKw === null || setpointKw === 0 ? setpointKw : -setpointKw,
        // Nobody measures these two here.
        available_inverter_blocks: null,
        command_source: null,
        created_at: now,
      };
    },
  };
}

/** Rows of a meter. */
export function meterReadingsOf(deviceUuid: string, sources: readonly MeterSource[]): ReadingKind {
  return {
    table: meterReadings,
    rowOf(frame, now) {
      const measured = sources.map((source) => [source.value, valueOf(source, frame)] as const);
      if (measured.every(([, value]) => value === null)) return undefined;
      const nothing = Object.fromEntries(meterValues.map((name) => [name, null]));
      return { ...head(deviceUuid, frame, now), ...nothing, ...Object.fromEntries(measured), created_at: now };
    },
  };
}

function head(deviceUuid: string, frame: Frame, now: number) {
  return { id: newUuid(now), time: frame.ts, device_id: deviceUuid };
}

/** Null when any of the points could not be read. */
function valueOf({ columns, factor }: MeterSource, { values, quality }: Frame): StoredValue {
  if (columns.some((column) => quality[column] === Quality.bad)) return null;
  const sum = columns.reduce((total, column) => total + (values[column] ?? NaN), 0);
  const value = (sum / columns.length) * factor;
  return Number.isFinite(value) ? withoutNoise(value) : null;
}
