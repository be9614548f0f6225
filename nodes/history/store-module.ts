import { sourceExtension } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import { type Ddl, ddlOf, type Engine } from './ddl.ts';

/** A named piece of SQL work. The main thread names it, the store's threads run it: synchronous, plain data in and out. */
export interface Operation<Kind extends 'read' | 'write', Argument, Result> {
  readonly kind: Kind;
  readonly name: string;
  run(connection: Connection, argument: Argument): Result;
}

type Functions = Readonly<Record<string, (connection: Connection, argument: never) => unknown>>;

type Operations<Kind extends 'read' | 'write', F extends Functions> = {
  readonly [K in keyof F]: Operation<Kind, Parameters<F[K]>[1], ReturnType<F[K]>>;
};

/** The tables of one room. The default export of a file whose URL is handed to the store, which knows no room. */
export interface StoreModule<W extends Functions = Functions, R extends Functions = Functions> {
  readonly name: string;
  /** Statements by migration name, applied once each in the order of the names; never changed after a release. */
  readonly migrations: Readonly<Record<string, (ddl: Ddl) => readonly string[]>>;
  readonly writes: Operations<'write', W>;
  readonly reads: Operations<'read', R>;
}

export function defineStoreModule<const W extends Functions, const R extends Functions>(module: {
  readonly name: string;
  readonly migrations: StoreModule['migrations'];
  readonly writes: W;
  readonly reads: R;
}): StoreModule<W, R> {
  return {
    ...module,
    writes: operationsOf('write', module.name, module.writes),
    reads: operationsOf('read', module.name, module.reads),
  };
}

function operationsOf<Kind extends 'read' | 'write', F extends Functions>(
  kind: Kind,
  module: string,
  functions: F,
): Operations<Kind, F> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [name, { kind, name: `${module}.${name}`, run }]),
  ) as Operations<Kind, F>;
}

/** The statements of all modules' migrations as an engine spells them, by `module/migration`. */
export function migrationsOf(
  modules: readonly StoreModule[],
  engine: Engine,
): Readonly<Record<string, readonly string[]>> {
  const ddl = ddlOf[engine];
  return Object.fromEntries(
    modules.flatMap((module) =>
      Object.entries(module.migrations).map(([name, statements]) => [`${module.name}/${name}`, statements(ddl)]),
    ),
  );
}

/** Loads the modules inside a store thread. Each address comes without its extension, as workers are named. */
export async function loadStoreModules(addresses: readonly string[]): Promise<StoreModule[]> {
  const loaded = await Promise.all(addresses.map((address) => import(address + sourceExtension)));
  return loaded.map((exports) => (exports as { default: StoreModule }).default);
}

/** All operations of one kind, by name. */
export function operationsByName<Kind extends 'read' | 'write'>(
  modules: readonly StoreModule[],
  pick: (module: StoreModule) => Readonly<Record<string, Operation<Kind, never, unknown>>>,
): ReadonlyMap<string, Operation<Kind, never, unknown>> {
  return new Map(
    modules.flatMap((module) => Object.values(pick(module)).map((operation) => [operation.name, operation])),
  );
}
