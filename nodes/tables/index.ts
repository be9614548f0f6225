export { Microgrid, type MicrogridOptions, microgridService } from './microgrid.ts';
export { tableVariables } from './table-variables.ts';

/** The store module with the tables of contract 001, for `Store.open`. */
export const tableStoreModule = new URL('./table-store', import.meta.url);
