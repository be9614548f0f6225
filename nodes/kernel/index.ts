export { type Clock, systemClock, type Timer } from './clock.ts';
export {
  defineNode,
  migrate,
  type Migration,
  type NodeBehaviour,
  type NodeContext,
  type NodeModule,
  type NodeSpec,
  type NodeStatus,
} from './define-node.ts';
export {
  booleanVariable,
  choiceVariable,
  integerVariable,
  listVariable,
  readEnvironment,
  textVariable,
  type ValuesOf,
  type Variable,
  type Variables,
} from './environment.ts';
export { asBusbarError, BusbarError, defineErrors, type ErrorFacts, textOf } from './errors.ts';
export {
  choice,
  type ConfigOf,
  type Field,
  type Fields,
  flag,
  nodeReference,
  number,
  readFields,
  text,
  typed,
  type TypedValue,
} from './fields.ts';
export { type Identity, identityOf, setIdentity } from './identity.ts';
export { randomId } from './ids.ts';
export { parseInstant } from './instant.ts';
export { instantText, isoUtc, isoWithOffset } from './instant-text.ts';
export { type LocalTime, zoneClock, type ZoneClock } from './zone-clock.ts';
export { KeptAcrossDeploys } from './kept-across-deploys.ts';
export { projectRoot, sourceExtension } from './paths.ts';
export { type InputFault, type Question, questionOf, wholeNumberOf } from './question.ts';
export type { HttpRequest, HttpResponse, Message, Middleware, Next, NodeApi, RuntimeNode, Send } from './red.ts';
export { SerialQueue } from './serial-queue.ts';
export { defineService, type Service } from './services.ts';
export { type RateLimit, TokenBucket } from './token-bucket.ts';
export {
  dataOfThisWorker,
  postEvent,
  serveWorker,
  WorkerClient,
  type WorkerMethods,
  type WorkerOptions,
} from './worker.ts';
export { type Job, WorkerPool } from './worker-pool.ts';
export { withoutNoise } from './without-noise.ts';
