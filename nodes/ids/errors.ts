import { defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  bad_operation: {
    status: 400,
    message: ({ field, value }) =>
      `A Modbus operation's ${String(field)} must be a finite number, found ${String(value)}.`,
  },
  bad_model: {
    status: 500,
    message: ({ field, limit, value }) =>
      `The model ${String(field)} is refused: expected ${String(limit)}, found ${String(value)}.`,
  },
  bad_baseline_file: {
    status: 500,
    message: ({ field, limit }) => `The baselines in ${String(field)} are not used: ${String(limit)}.`,
  },
  bad_training_data: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});
