export { Connection } from './connection.ts';
export { openReader } from './open-database.ts';
export { step, Store, type StoreHealth, type StoreOptions, storeService } from './store.ts';
export { defineStoreModule } from './store-module.ts';
export { storeVariables } from './store-variables.ts';
