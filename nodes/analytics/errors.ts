import { defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  unknown_machine: { status: 404, message: () => 'Machine not found' },
  no_data: { status: 404, message: () => 'No data available for this period' },
  model_not_trained: { status: 404, message: () => 'Model not trained' },
  bad_time_range: { status: 400, message: () => 'Invalid time range' },
  too_few_rows: {
    status: 422,
    message: ({ field, limit, value }) =>
      `${String(field)} needs at least ${String(limit)} complete rows, found ${String(value)}.`,
  },
  constant_driver: {
    status: 422,
    message: ({ field, value }) => `The driver ${String(field)} does not vary: it is ${String(value)} in every row.`,
  },
  collinear_driver: {
    status: 422,
    message: ({ field }) => `The driver ${String(field)} is a combination of the other drivers.`,
  },
  no_driver: {
    status: 422,
    message: ({ value }) => `No driver is left: ${String(value)}.`,
  },
  missing_driver: {
    status: 422,
    message: ({ field }) => `The model needs a value of the driver ${String(field)}.`,
  },
  unknown_driver: {
    status: 422,
    message: ({ value, limit }) => `The machine does not measure ${String(value)}; it measures ${String(limit)}.`,
  },
  bad_value: {
    status: 422,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
  no_period: {
    status: 422,
    message: ({ limit, value }) => `The series has ${String(value)} values; the method needs ${String(limit)}.`,
  },
  infeasible_schedule: {
    status: 422,
    message: ({ field, limit, value }) =>
      `No schedule meets ${String(field)}: it needs ${String(value)}, and ${String(limit)}.`,
  },
  no_tariff: {
    status: 422,
    message: ({ value, field }) => `No tariff of ${String(field)} has a price for ${String(value)}.`,
  },
  bad_model: {
    status: 500,
    message: ({ field, limit, value }) =>
      `The model's ${String(field)} is refused: expected ${String(limit)}, found ${String(value)}.`,
  },
});
