import type { BlockEquipment, RackState } from './block-equipment.ts';
import type { DataSheetRow } from './data-sheets.ts';
import type { HeatMeterState } from './heat-outlets.ts';
import { upsChargePct, upsCondition, upsLoadPct, type UpsState } from './ups.ts';

export const controllerRows: readonly DataSheetRow<BlockEquipment>[] = [
  ['pump_a_speed', 30001, 'uint16', 0.1, ({ loop }) => loop.pumpAPct],
  ['pump_b_speed', 30002, 'uint16', 0.1, ({ loop }) => loop.pumpBPct],
  ['loop_flow', 30003, 'uint16', 0.1, ({ loop }) => loop.flowM3PerH],
  ['loop_supply_temp', 30004, 'int16', 0.1, ({ loop }) => loop.supplyC],
  ['loop_return_temp', 30005, 'int16', 0.1, ({ loop }) => loop.returnC],
  ['buffer_temp', 30006, 'int16', 0.1, ({ loop }) => loop.bufferC],
  ['loop_pressure', 30007, 'uint16', 1, ({ loop }) => loop.pressureKpa],
  ['filter_pressure_drop', 30008, 'uint16', 0.1, ({ loop }) => loop.filterKpa],
  ['fan_speed', 30009, 'uint16', 0.1, ({ outlets }) => outlets.fanPct],
  ['glycol', 30010, 'uint16', 0.1, ({ outlets }) => outlets.glycolPct],
  ['leak_01', 30011, 'uint16', 1, ({ disturbance }) => (disturbance.wetDetector === 1 ? 1 : 0)],
  ['leak_02', 30012, 'uint16', 1, ({ disturbance }) => (disturbance.wetDetector === 2 ? 1 : 0)],
  ['outdoor_temp', 30013, 'int16', 0.1, ({ outdoorC }) => outdoorC],
  ['room_temp', 30014, 'int16', 0.1, ({ room }) => room.temperatureC],
  ['room_humidity', 30015, 'uint16', 0.1, ({ room }) => room.humidityPct],
  ['door', 30016, 'uint16', 1, ({ room }) => (room.isDoorOpen ? 1 : 0)],
];

export const heatMeterRows: readonly DataSheetRow<HeatMeterState>[] = [
  ['heat_power', 30001, 'uint16', 0.1, ({ heatKw }) => heatKw],
  ['heat_energy', 30002, 'uint32', 0.01, ({ heatKwh }) => heatKwh],
  ['flow', 30004, 'uint16', 0.1, ({ flowM3PerH }) => flowM3PerH],
  ['hot_temp', 30005, 'int16', 0.1, ({ hotC }) => hotC],
  ['cold_temp', 30006, 'int16', 0.1, ({ coldC }) => coldC],
];

export const upsRows: readonly DataSheetRow<UpsState>[] = [
  ['load', 30001, 'uint16', 0.1, upsLoadPct],
  ['output_power', 30002, 'uint16', 0.1, ({ outputKw }) => outputKw],
  ['input_power', 30003, 'uint16', 0.1, ({ inputKw }) => inputKw],
  ['battery_charge', 30004, 'uint16', 0.1, upsChargePct],
  ['modules', 30005, 'uint16', 1, ({ modules }) => modules],
  ['state', 30006, 'uint16', 1, upsCondition],
];

const rackPowerFactor = 0.98;

export const rackRows: readonly DataSheetRow<RackState>[] = [
  ['power', 30001, 'uint16', 0.1, ({ powerKw }) => powerKw],
  ['energy', 30002, 'uint32', 0.01, ({ energyKwh }) => energyKwh],
  ['current', 30004, 'uint16', 0.1, rackCurrentA],
  ['voltage', 30005, 'uint16', 0.1, ({ voltageV }) => voltageV],
];

function rackCurrentA({ powerKw, voltageV }: RackState): number {
  return (powerKw * 1000) / (rackPowerFactor * Math.sqrt(3) * voltageV);
}
