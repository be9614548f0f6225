/** Preloaded into a broken variant of the store: its commits do not wait for the disk. */
import { DatabaseSync } from 'node:sqlite';

const { prototype } = DatabaseSync;
const prepare = Reflect.get(prototype, 'prepare');
prototype.prepare = function (sql) {
  // The first transaction begins after the store has made sure of its settings.
  if (sql === 'begin immediate') this.exec('pragma synchronous = normal');
  return prepare.call(this, sql);
};
