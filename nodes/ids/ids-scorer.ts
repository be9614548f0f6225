import { defineErrors, defineNode, type Message, number, randomId, text } from '../kernel/index.ts';
import type { AlertChange, WatchState } from './anomaly-watch.ts';
import { intrusionDetection } from './intrusion-detection.ts';

const errors = defineErrors({
  bad_scorer_topic: {
    status: 400,
    message: ({ limit, value }) => `The message's topic must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
});

/** Shows what the intrusion detection finds. The gateway's own alert is neither made nor ended here. */
export default defineNode({
  type: 'busbar-ids-scorer',
  version: 1,
  fields: {
    device: text(),
    modelFile: text(),
    threshold: number({ default: 0, min: 0, max: 1 }),
    scorePeriodS: number({ default: 0, min: 0, max: 3600, integer: true }),
  },
  open({ config, status, send, fail }) {
    const { device, modelFile, threshold, scorePeriodS } = config;
    let ticks = 0;
    status({ level: 'busy', text: 'loading' });
    const opened = intrusionDetection.get().openView({
      deviceId: device || undefined,
      modelFile: modelFile || undefined,
      threshold: threshold || undefined,
      onAlert: (change) => send([alertMessage(change), null]),
      onTick(state) {
        status(statusOf(state));
        ticks += 1;
        if (scorePeriodS > 0 && ticks % scorePeriodS === 0) send([null, scoreMessage(state)]);
      },
    });
    opened.catch(fail);
    return {
      async input(message, emit) {
        if (message.topic !== 'score') throw errors.bad_scorer_topic({ limit: "'score'", value: message.topic });
        message.payload = (await opened).state();
        emit([null, message]);
      },
      close: () =>
        opened.then(
          (view) => view.close(),
          () => undefined,
        ),
    };
  },
});

function statusOf({ score, alertActive, modelVersion }: WatchState) {
  const scored = score === null ? 'no score' : `score ${score.toFixed(2)}`;
  const text = `${scored}, ${modelVersion === 'none' ? 'rules alone' : modelVersion}`;
  if (alertActive) return { level: 'error', text: `alert, ${text}` } as const;
  return { level: modelVersion === 'none' ? 'warning' : 'ok', text } as const;
}

function alertMessage({ kind, ...payload }: AlertChange): Message {
  return { _msgid: randomId(), topic: kind, payload };
}

function scoreMessage(payload: WatchState): Message {
  return { _msgid: randomId(), topic: 'score', payload };
}
