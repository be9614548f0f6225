import { readBroadcastPush } from './broadcast-push.ts';
import { jsonOf } from './json-of.ts';

/** Versions of the protocol: an object, or since 2.0.0 an array. */
export type ProtocolVersion = '1.0.0' | '2.0.0';

/** One message of the protocol, in either direction. */
export interface RealtimeMessage {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The version that a client states as `vsn` when it connects. */
export function versionOf(vsn: string | undefined): ProtocolVersion {
  return vsn === '2.0.0' ? '2.0.0' : '1.0.0';
}

/** Undefined for what is no message of the version. */
export function readMessage(version: ProtocolVersion, said: string | Uint8Array): RealtimeMessage | undefined {
  if (typeof said !== 'string') return version === '2.0.0' ? readBroadcastPush(said) : undefined;
  const parsed = jsonOf(said);
  if (version === '2.0.0') {
    if (!Array.isArray(parsed)) return undefined;
    const [joinRef, ref, topic, event, payload] = parsed as readonly unknown[];
    return messageOf({ joinRef, ref, topic, event, payload });
  }
  if (!isObject(parsed)) return undefined;
  const { join_ref: joinRef, ref, topic, event, payload } = parsed;
  return messageOf({ joinRef, ref, topic, event, payload });
}

/** The payload may be text already, so that what many clients read is written once. */
export function messageText(
  version: ProtocolVersion,
  { joinRef, ref, topic, event, payload }: Omit<RealtimeMessage, 'payload'> & { readonly payload: unknown },
): string {
  const body = payload instanceof JsonText ? payload.text : JSON.stringify(payload);
  if (version === '2.0.0') {
    return `[${JSON.stringify(joinRef)},${JSON.stringify(ref)},${JSON.stringify(topic)},${JSON.stringify(event)},${body}]`;
  }
  const head = JSON.stringify({ topic, event, ref, join_ref: joinRef }).slice(0, -1);
  return `${head},"payload":${body}}`;
}

/** JSON that was written before. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function messageOf({ joinRef, ref, topic, event, payload }: Record<string, unknown>): RealtimeMessage | undefined {
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  return { joinRef: refOf(joinRef), ref: refOf(ref), topic, event, payload: isObject(payload) ? payload : {} };
}

function refOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
