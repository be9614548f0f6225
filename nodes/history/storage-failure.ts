/** The storage itself failed, not the one statement that met the failure. */
export type StorageFailure = 'full' | 'unavailable';
