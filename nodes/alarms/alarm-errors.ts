import { defineErrors } from '../kernel/index.ts';

export const errors = defineErrors({
  unknown_sensor: { status: 404, message: ({ value }) => `There is no sensor ${String(value)}.` },
  unknown_alarm: {
    status: 404,
    message: ({ limit, value }) => `Sensor ${String(limit)} has no alarm ${String(value)}.`,
  },
  no_alarm: { status: 409, message: ({ value }) => `Sensor ${String(value)} has no alarm.` },
  wrong_alarm_state: {
    status: 409,
    message: ({ field, value }) => `The alarm is ${String(value)}: ${String(field)} is not possible.`,
  },
  suppressed_by_cause: {
    status: 409,
    message: ({ value }) => `The alarm is suppressed while its cause, alarm ${String(value)}, stands.`,
  },
  alarm_not_recorded: {
    status: 503,
    message: ({ reason }) => `The alarm cannot be recorded, so nothing was changed: ${String(reason)}`,
  },
  bad_alarm_input: {
    status: 422,
    message: ({ field, limit, value }) =>
      `${String(field)} must be ${String(limit)}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}.`,
  },
});
