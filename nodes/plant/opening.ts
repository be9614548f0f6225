import { rebootBattery } from './battery.ts';
import { mapCounters } from './counters.ts';
import type { MeterState } from './meters.ts';
import { createPlant, type PlantState, siteInverterUnit, stepPlant, withInverter } from './plant.ts';
import { commandSite } from './run-ahead.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const coarseStepMs = 5 * 60_000;
const fineStepMs = 60_000;
/** How long the counters have counted: longer than any history of the demo, in any season. */
const serviceWeeks = 40;
/** The three-phase meters are newer: a 32-bit float that counts for longer moves in steps too coarse for five minutes. */
const meterWeeks = 20;

/**
 * The demo plant at its first start, as if it had run before: warm, its battery where its day has brought it and at rest,
 * its counters at what so many weeks like the last one count. From here on block-01 has its events. Equal arguments give
 * equal plants.
 */
export function openPlantAt(seed: number, epochMs: number): PlantState {
  const plant = runTo(runTo(createPlant(seed, epochMs - weekMs), epochMs - dayMs, coarseStepMs), epochMs, fineStepMs);
  const counted = mapCounters(plant, (count) => count * serviceWeeks);
  return {
    ...restSiteBattery(counted),
    block: countedFor(plant.block, meterWeeks),
    grid: countedFor(plant.grid, meterWeeks),
    eventfulFromMs: epochMs,
  };
}

function countedFor(meter: MeterState, weeks: number): MeterState {
  return { ...meter, importedKwh: meter.importedKwh * weeks, exportedKwh: meter.exportedKwh * weeks };
}

/** The plant after a pause that nobody saw: its devices went on, its battery stood still. */
export function catchUp(plant: PlantState, epochMs: number): PlantState {
  const stepMs = Math.max(fineStepMs, Math.min((epochMs - plant.epochMs) / 5000, hourMs));
  let current = restSiteBattery(plant);
  while (current.epochMs < epochMs) current = stepPlant(current, Math.min(stepMs, epochMs - current.epochMs));
  return current;
}

function runTo(plant: PlantState, epochMs: number, stepMs: number): PlantState {
  let current = plant;
  while (current.epochMs < epochMs) {
    current = stepPlant(commandSite(current), Math.min(stepMs, epochMs - current.epochMs));
  }
  return current;
}

function restSiteBattery(plant: PlantState): PlantState {
  return withInverter(plant, siteInverterUnit, (inverter) => ({
    ...inverter,
    battery: { ...rebootBattery(inverter.battery), meanKw: 0 },
  }));
}
