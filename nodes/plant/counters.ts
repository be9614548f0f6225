import type { HeatMeterState } from './heat-outlets.ts';
import type { MeterState } from './meters.ts';
import type { PlantState } from './plant.ts';

/** The plant with every counter changed; `place` numbers them, the same in every plant with as many inverters. */
export function mapCounters(plant: PlantState, change: (counted: number, place: number) => number): PlantState {
  let place = 0;
  const changed = (counted: number): number => change(counted, place++);
  const meter = (state: MeterState): MeterState => ({
    ...state,
    importedKwh: changed(state.importedKwh),
    exportedKwh: changed(state.exportedKwh),
  });
  const heatMeter = (state: HeatMeterState): HeatMeterState => ({ ...state, heatKwh: changed(state.heatKwh) });
  const { blockEquipment } = plant;
  return {
    ...plant,
    inverters: plant.inverters.map(({ battery, ...inverter }) => ({
      ...inverter,
      battery: {
        ...battery,
        chargedKwh: changed(battery.chargedKwh),
        dischargedKwh: changed(battery.dischargedKwh),
      },
    })),
    machines: plant.machines.map((state) => ({
      ...state,
      energyKwh: changed(state.energyKwh),
      produced: state.produced === undefined ? undefined : changed(state.produced),
    })),
    cooling: plant.cooling.map((state) => ({ ...state, heatKwh: changed(state.heatKwh) })),
    blockEquipment: {
      ...blockEquipment,
      outlets: {
        ...blockEquipment.outlets,
        host: heatMeter(blockEquipment.outlets.host),
        cooler: heatMeter(blockEquipment.outlets.cooler),
      },
      racks: blockEquipment.racks.map((state) => ({ ...state, energyKwh: changed(state.energyKwh) })),
    },
    block: meter(plant.block),
    grid: meter(plant.grid),
  };
}

/** All counters by their places. */
export function countersOf(plant: PlantState): number[] {
  const counters: number[] = [];
  mapCounters(plant, (counted) => {
    counters.push(counted);
    return counted;
  });
  return counters;
}
