import { integerVariable, textVariable } from '../kernel/index.ts';

export const storeVariables = {
  STORE_URL: textVariable({
    doc: 'PostgreSQL database of the store, postgres://user:password@host:port/database. Empty: one file in the data folder.',
    default: '',
    shownDefault: 'a file in the data folder',
    secret: true,
  }),
  STORE_MAX_MB: integerVariable({
    doc: 'Size limit of the store file in megabytes. A full store refuses writes, and commands with them.',
    default: 4096,
    min: 16,
    max: 1_000_000,
  }),
};
