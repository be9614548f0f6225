import { integerVariable, textVariable } from '../kernel/index.ts';

export const cloudVariables = {
  GCP_PROJECT_ID: textVariable({
    doc: 'Google Cloud project to publish to. Without one the gateway publishes nothing.',
    default: '',
    shownDefault: 'none',
  }),
  GCP_PUBSUB_TOPIC: textVariable({ doc: 'Pub/Sub topic of all messages.', default: 'bess-telemetry', minLength: 3 }),
  PUBSUB_EMULATOR_HOST: textVariable({
    doc: 'Address of a Pub/Sub emulator, host:port. Messages then go there, without encryption and credentials.',
    default: '',
    shownDefault: 'none',
  }),
  PUBSUB_TIMEOUT_MS: integerVariable({
    doc: 'Time limit of one publish call. What has no answer then is published again.',
    default: 5000,
    min: 2000,
    max: 5000,
  }),
  OUTBOX_MAX_ROWS: integerVariable({
    doc: 'Most messages that wait for the cloud. Beyond it the oldest telemetry is dropped and announced; events never are.',
    default: 4_000_000,
    min: 10_000,
    max: 100_000_000,
  }),
  OUTBOX_MAX_MB: integerVariable({
    doc: 'Most megabytes that wait for the cloud, with the stored frames that they stand for.',
    default: 1024,
    min: 1,
    max: 1_000_000,
  }),
  OUTBOX_MAX_AGE_H: integerVariable({
    doc: 'Hours after which waiting telemetry is dropped and announced.',
    default: 72,
    min: 1,
    max: 8760,
  }),
  OUTBOX_REPLAY_PER_S: integerVariable({
    doc: 'Most messages a second that are caught up after an outage. Live data and events are not limited.',
    default: 500,
    min: 1,
    max: 10_000,
  }),
  OUTBOX_REPLAY_KB_PER_S: integerVariable({
    doc: 'Most kilobytes a second that are caught up after an outage.',
    default: 1000,
    min: 1,
    max: 100_000,
  }),
};
