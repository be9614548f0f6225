import { defineNode } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { askedOf } from './asked.ts';
import { scheduleAnswer } from './schedule/schedule-answer.ts';
import { schedules } from './schedule/schedules.ts';

/** Answers in which hours of a day machines do their work at the least cost. */
export default defineNode({
  type: 'busbar-optimal-schedule',
  version: 1,
  fields: {},
  open: () => ({
    async input(message) {
      const { machines } = analyticsContext.get();
      const payload = await scheduleAnswer({ ...askedOf(message), machines, schedules: schedules.get() });
      return Object.assign(message, { payload, statusCode: 200 });
    },
  }),
});
