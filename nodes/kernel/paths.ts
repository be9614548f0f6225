import path from 'node:path';

const here = import.meta.dirname;

/** The project's root folder, the same whether the sources or the built `dist/` run. */
export const projectRoot =
  path.basename(path.resolve(here, '../..')) === 'dist' ? path.resolve(here, '../../..') : path.resolve(here, '../..');

/** `.ts` when the sources run unbuilt, `.js` when `dist/` runs. Workers are started from the same kind. */
export const sourceExtension = path.extname(import.meta.filename);
