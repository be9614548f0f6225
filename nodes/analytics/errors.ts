import { defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  unknown_machine: { status: 404, message: () => 'Machine not found' },
  unknown_factory: { status: 404, message: () => 'Factory not found' },
  no_data: { status: 404, message: () => 'No data available for this period' },
  model_not_trained: { status: 404, message: () => 'Model not trained' },
  training_in_progress: { status: 409, message: () => 'Training already in progress' },
  training_stopped: { status: 503, message: () => 'The training was not begun, because the gateway stops' },
  unknown_model: { status: 404, message: () => 'Model not found' },
  unknown_anomaly: { status: 404, message: () => 'Anomaly not found' },
  unknown_training: { status: 404, message: () => 'Training job not found' },
  unknown_job: {
    status: 404,
    message: ({ limit, value }) => `There is no job ${String(value)}; the jobs are ${String(limit)}.`,
  },
  bad_time_range: { status: 400, message: () => 'Invalid time range' },
  bad_machine_count: {
    status: 400,
    message: ({ field, limit, value }) =>
      `${String(field)} must name ${String(limit)} machines, found ${String(value)}.`,
  },
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
    message: ({ field }) => `${String(field)} is missing: the model needs a value of each of its drivers.`,
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
    message: ({ task, limit, value }) =>
      `No schedule meets ${String(task)}: it needs ${String(value)}, and ${String(limit)}.`,
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
