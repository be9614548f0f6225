import type { OutgoingMessage } from './envelope.ts';

/** What a failure asks for: another try soon, another try after somebody has acted, or less of the batch. */
export type FailureKind = 'transient' | 'permanent' | 'invalid';

export interface PublishFailure {
  readonly kind: FailureKind;
  readonly reason: string;
  /** Pub/Sub may have stored the messages all the same: they are published again and may arrive twice. */
  readonly isOutcomeUnknown: boolean;
}

export interface PublishReport {
  /** Sequence numbers that Pub/Sub has stored. */
  readonly stored: readonly number[];
  /** Why the others were not; null when all were. */
  readonly failure: PublishFailure | null;
}

/** The way to Pub/Sub. */
export interface Publisher {
  /** Publishes a batch under one ordering key. Rejects when no answer came at all. */
  publish(batch: {
    readonly orderingKey: string;
    readonly messages: readonly OutgoingMessage[];
  }): Promise<PublishReport>;
  /** Asks Pub/Sub for the topic. Resolves with null when publishing should work. */
  probe(): Promise<PublishFailure | null>;
  close(): Promise<void>;
}

/** Status codes of gRPC, https://grpc.io/docs/guides/status-codes. */
const invalidArgument = 3;
const notFound = 5;
const permissionDenied = 7;
const failedPrecondition = 9;
const unimplemented = 12;
const unauthenticated = 16;

const untilSomebodyActs: ReadonlySet<number> = new Set([
  notFound,
  permissionDenied,
  failedPrecondition,
  unimplemented,
  unauthenticated,
]);

/** A failure by its gRPC status code; anything without one may pass by itself. */
export function publishFailure(code: number | undefined, reason: string): PublishFailure {
  if (code === invalidArgument) return { kind: 'invalid', reason, isOutcomeUnknown: false };
  if (code !== undefined && untilSomebodyActs.has(code)) return { kind: 'permanent', reason, isOutcomeUnknown: false };
  return { kind: 'transient', reason, isOutcomeUnknown: true };
}

/** A key that may publish but not look at the topic: Pub/Sub answers, which is all that a probe asks. */
export function isAnswerToProbe(code: number | undefined): boolean {
  return code === permissionDenied;
}
