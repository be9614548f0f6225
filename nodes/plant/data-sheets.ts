import {
  type BatteryState,
  cellTempMaxC,
  cellTempMinC,
  cellVoltageMaxV,
  cellVoltageMinV,
  chargeLimitKw,
  dcCurrentA,
  dcVoltageV,
  dischargeLimitKw,
  socPct,
  sohPct,
} from './battery.ts';
import { coolingCondition, type CoolingState, pressuresKpa } from './cooling.ts';
import { type Machine, type MachineState, powerFactor } from './machines.ts';
import type { MeterReadings } from './meters.ts';
import type { RegisterType } from './registers.ts';
import { lineVoltageV, type Supply } from './supply.ts';

/** A row of a device's data sheet: name, printed address, type, scale, value. */
export type DataSheetRow<R> = readonly [
  name: string,
  address: number,
  RegisterType,
  scale: number,
  (device: R) => number | undefined,
];

export interface InverterReadings {
  readonly battery: BatteryState;
  readonly supply: Supply;
}

export const inverterRows: readonly DataSheetRow<InverterReadings>[] = [
  ['status_code', 40001, 'uint16', 1, ({ battery }) => battery.statusCode],
  ['soc', 40002, 'uint16', 0.1, ({ battery }) => socPct(battery)],
  ['soh', 40003, 'uint16', 0.1, ({ battery }) => sohPct(battery)],
  ['active_power', 40004, 'int16', 0.1, ({ battery }) => battery.powerKw],
  ['reactive_power', 40005, 'int16', 0.1, () => 0],
  ['dc_voltage', 40006, 'uint16', 0.1, ({ battery }) => dcVoltageV(battery)],
  ['dc_current', 40007, 'int16', 0.1, ({ battery }) => dcCurrentA(battery)],
  ['battery_temperature', 40008, 'int16', 0.1, ({ battery }) => battery.cellC],
  ['cell_temp_max', 40009, 'int16', 0.1, ({ battery }) => cellTempMaxC(battery)],
  ['cell_temp_min', 40010, 'int16', 0.1, ({ battery }) => cellTempMinC(battery)],
  ['cell_voltage_max', 40011, 'uint16', 0.001, ({ battery }) => cellVoltageMaxV(battery)],
  ['cell_voltage_min', 40012, 'uint16', 0.001, ({ battery }) => cellVoltageMinV(battery)],
  ['grid_frequency', 40013, 'uint16', 0.01, ({ supply }) => supply.frequencyHz],
  ['grid_voltage', 40014, 'uint16', 0.1, ({ supply }) => lineVoltageV(supply)],
  ['charge_limit', 40015, 'uint16', 0.1, ({ battery }) => chargeLimitKw(battery)],
  ['discharge_limit', 40016, 'uint16', 0.1, ({ battery }) => dischargeLimitKw(battery)],
  ['alarm_bits', 40017, 'uint16', 1, ({ battery }) => alarmBits(battery)],
  ['device_heartbeat', 40018, 'uint16', 1, ({ battery }) => Math.floor(battery.uptimeMs / 1000) % 0x1_0000],
  ['energy_charged', 40019, 'uint32', 0.1, ({ battery }) => battery.chargedKwh],
  ['energy_discharged', 40021, 'uint32', 0.1, ({ battery }) => battery.dischargedKwh],
  ['power_setpoint', 40101, 'int16', 0.1, ({ battery }) => battery.setpointKw],
  ['gateway_heartbeat', 40102, 'uint16', 1, ({ battery }) => battery.gatewayHeartbeat],
];

const moduleCount = 19;

/** Voltage and temperature of each module, which fill the extra inverters' table up to 40060. */
export const moduleRows: readonly DataSheetRow<InverterReadings>[] = Array.from({ length: moduleCount }, (_, index) => {
  const name = `module_${String(index + 1).padStart(2, '0')}`;
  const along = index / (moduleCount - 1);
  const temperatureC = ({ battery }: InverterReadings): number =>
    cellTempMinC(battery) + (cellTempMaxC(battery) - cellTempMinC(battery)) * along;
  return [
    [`${name}_voltage`, 40023 + 2 * index, 'uint16', 0.01, ({ battery }) => dcVoltageV(battery) / moduleCount],
    [`${name}_temperature`, 40024 + 2 * index, 'int16', 0.1, temperatureC],
  ] as const satisfies readonly DataSheetRow<InverterReadings>[];
}).flat();

export const meterRows: readonly DataSheetRow<MeterReadings>[] = [
  ['voltage_l1', 30001, 'float32', 1, ({ supply }) => supply.phaseVoltagesV[0]],
  ['voltage_l2', 30003, 'float32', 1, ({ supply }) => supply.phaseVoltagesV[1]],
  ['voltage_l3', 30005, 'float32', 1, ({ supply }) => supply.phaseVoltagesV[2]],
  ['current_l1', 30007, 'float32', 1, ({ phaseCurrentsA }) => phaseCurrentsA[0]],
  ['current_l2', 30009, 'float32', 1, ({ phaseCurrentsA }) => phaseCurrentsA[1]],
  ['current_l3', 30011, 'float32', 1, ({ phaseCurrentsA }) => phaseCurrentsA[2]],
  ['power_l1', 30013, 'float32', 0.001, ({ phasePowersKw }) => phasePowersKw[0]],
  ['power_l2', 30015, 'float32', 0.001, ({ phasePowersKw }) => phasePowersKw[1]],
  ['power_l3', 30017, 'float32', 0.001, ({ phasePowersKw }) => phasePowersKw[2]],
  ['power', 30053, 'float32', 0.001, ({ powerKw }) => powerKw],
  ['reactive_power', 30061, 'float32', 0.001, ({ reactiveKvar }) => reactiveKvar],
  ['power_factor', 30063, 'float32', 1, ({ powerFactor }) => powerFactor],
  ['frequency', 30071, 'float32', 1, ({ supply }) => supply.frequencyHz],
  ['energy_import', 30073, 'float32', 1, ({ importedKwh }) => importedKwh],
  ['energy_export', 30075, 'float32', 1, ({ exportedKwh }) => exportedKwh],
];

export interface MachineReadings {
  readonly machine: Machine;
  readonly state: MachineState;
  readonly supply: Supply;
}

export const machineRows: readonly DataSheetRow<MachineReadings>[] = [
  ['power', 0, 'int32', 0.001, ({ state }) => state.powerKw],
  ['energy', 2, 'uint32', 0.01, ({ state }) => state.energyKwh],
  ['voltage', 4, 'uint16', 0.1, ({ supply }) => lineVoltageV(supply)],
  ['current', 5, 'uint16', 0.1, lineCurrentA],
  ['power_factor', 6, 'int16', 0.001, ({ machine, state }) => powerFactor(machine, state.powerKw)],
  ['frequency', 7, 'uint16', 0.01, ({ supply }) => supply.frequencyHz],
  ['production_count', 8, 'uint32', 1, ({ state }) => wholePieces(state)],
  ['state', 10, 'uint16', 1, ({ state }) => state.operation],
  ['temperature', 11, 'int16', 0.1, ({ state }) => state.temperatureC],
];

export const coolingRows: readonly DataSheetRow<CoolingState>[] = [
  ['supply_temp', 30001, 'int16', 0.1, ({ supplyC }) => supplyC],
  ['return_temp', 30002, 'int16', 0.1, ({ returnC }) => returnC],
  ['flow', 30003, 'uint16', 0.1, ({ flowM3PerH }) => flowM3PerH],
  ['pressure_supply', 30004, 'uint16', 1, (cooling) => pressuresKpa(cooling).supply],
  ['pressure_return', 30005, 'uint16', 1, (cooling) => pressuresKpa(cooling).return],
  ['pump_speed', 30006, 'uint16', 0.1, ({ pumpPct }) => pumpPct],
  ['valve_position', 30007, 'uint16', 0.1, ({ valvePct }) => valvePct],
  ['heat_power', 30008, 'uint16', 0.1, ({ heatKw }) => heatKw],
  ['heat_energy', 30009, 'uint32', 0.1, ({ heatKwh }) => heatKwh],
  ['ambient_temp', 30011, 'int16', 0.1, ({ ambientC }) => ambientC],
  ['state', 30012, 'uint16', 1, coolingCondition],
  ['facility_supply_temp', 30013, 'int16', 0.1, ({ facilitySupplyC }) => facilitySupplyC],
  ['facility_return_temp', 30014, 'int16', 0.1, ({ facilityReturnC }) => facilityReturnC],
];

function alarmBits({ estop, gridFault }: BatteryState): number {
  return (estop ? 1 : 0) | (gridFault ? 2 : 0);
}

function lineCurrentA({ machine, state, supply }: MachineReadings): number {
  const apparentVa = (state.powerKw * 1000) / powerFactor(machine, state.powerKw);
  return apparentVa / (Math.sqrt(3) * lineVoltageV(supply));
}

function wholePieces({ produced }: MachineState): number | undefined {
  return produced === undefined ? undefined : Math.floor(produced);
}
