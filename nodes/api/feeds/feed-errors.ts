import { defineErrors } from '../../kernel/index.ts';

/** Every error of the live feeds. */
export const feedErrors = defineErrors({
  bad_feed_path: {
    status: 500,
    message: ({ limit, value }) => `The path of a live feed must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
  feed_path_taken: {
    status: 409,
    message: ({ value }) => `Another live feed has the path ${String(value)}.`,
  },
  bad_feed_message: {
    status: 400,
    message: ({ field, limit }) => `The message's ${String(field)} must be ${String(limit)}.`,
  },
  site_bound_key: {
    status: 403,
    message: () => 'The key is limited to some sites, and this feed is not divided by site.',
  },
  unknown_in_site: {
    status: 404,
    message: ({ field, value }) => `There is no ${String(field)} ${String(value)}.`,
  },
  invalid_filter: {
    status: 422,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
  feed_full: {
    status: 503,
    message: ({ limit }) => `This feed serves its ${String(limit)} clients; try again later.`,
  },
});
