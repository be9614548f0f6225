import { dataOfThisWorker, serveWorker } from '../kernel/index.ts';
import { PubSubPublisher, type PubSubOptions } from './pubsub-publisher.ts';

const publisher = new PubSubPublisher(dataOfThisWorker() as PubSubOptions);

serveWorker({
  publish: (batch: Parameters<PubSubPublisher['publish']>[0]) => publisher.publish(batch),
  probe: () => publisher.probe(),
});
