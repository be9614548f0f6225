import { jsonOf } from './json-of.ts';
import type { RealtimeMessage } from './message.ts';

const pushKind = 3;
const jsonEncoding = 1;
const headBytes = 7;

/**
 * A broadcast as clients of version 2.0.0 send it, in bytes: kind, lengths of join_ref, ref, topic, event and metadata,
 * encoding, then these parts and the payload (https://supabase.com/docs/guides/realtime/protocol). Undefined for anything
 * else, also for a payload that is no JSON.
 */
export function readBroadcastPush(bytes: Uint8Array): RealtimeMessage | undefined {
  if (bytes.length < headBytes || bytes[0] !== pushKind || bytes[6] !== jsonEncoding) return undefined;
  let end = headBytes;
  const parts = [...bytes.subarray(1, 6)].map((length) => textOf(bytes.subarray(end, (end += length))));
  const payload = jsonOf(textOf(bytes.subarray(end)));
  if (end > bytes.length || payload === undefined) return undefined;
  const [joinRef = '', ref = '', topic = '', event = ''] = parts;
  return {
    joinRef: joinRef === '' ? null : joinRef,
    ref: ref === '' ? null : ref,
    topic,
    event: 'broadcast',
    payload: { type: 'broadcast', event, payload },
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
