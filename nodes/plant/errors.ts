import { defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  bad_plant_request: {
    status: 400,
    message: ({ field, limit, value }) =>
      `The plant's ${String(field)} must be ${String(limit)}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}.`,
  },
  plant_off: { status: 409, message: () => 'The site file describes a real plant, so the simulated one does not run.' },
  plant_port_unavailable: {
    status: 503,
    message: ({ value, limit }) => `The demo plant cannot listen on port ${String(value)}: ${String(limit)}.`,
  },
});
