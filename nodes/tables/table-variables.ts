import { integerVariable } from '../kernel/index.ts';

export const tableVariables = {
  READING_PERIOD_MS: integerVariable({
    doc: 'Milliseconds between two rows of a polled battery or meter in the reading tables; 0 makes every frame a row.',
    default: 5000,
    min: 0,
    max: 3_600_000,
  }),
  READING_KEEP_DAYS: integerVariable({
    doc: 'Days that rows of the reading tables are kept. The history keeps its tiers apart from them.',
    default: 30,
    min: 1,
    max: 3650,
  }),
};
