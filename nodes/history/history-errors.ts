import { defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  chunk_damaged: {
    status: 500,
    message: ({ field, value }) => `The stored chunk ${String(field)} is damaged: ${String(value)}.`,
  },
  series_too_long: {
    status: 400,
    message: ({ limit, value, advice }) =>
      `The range has ${String(value)} points or more, the limit is ${String(limit)}: ${String(advice)}.`,
  },
});
