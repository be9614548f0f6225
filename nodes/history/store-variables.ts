import { integerVariable } from '../kernel/index.ts';

export const storeVariables = {
  STORE_MAX_MB: integerVariable({
    doc: 'Size limit of the store file in megabytes. A full store refuses writes, and commands with them.',
    default: 4096,
    min: 16,
    max: 1_000_000,
  }),
};
