import { bess } from './bess.ts';
import { dataPlatform } from './data-platform.ts';
import type { Dialect } from './dialect.ts';
import { energyAnalytics } from './energy-analytics.ts';
import { infrastructure } from './infrastructure.ts';
import { microgrid } from './microgrid.ts';

export type { ErrorAnswer } from './dialect.ts';

/** One for each contract that has its own error body. */
export const dialects = {
  bess,
  'data-platform': dataPlatform,
  'energy-analytics': energyAnalytics,
  infrastructure,
  microgrid,
} satisfies Record<string, Dialect>;
export type DialectName = keyof typeof dialects;
