import type { CommittedRows } from '../row-bus.ts';
import { type Binding, bindingOf, type BindingRequest, isWanted, type TableByName } from './binding.ts';
import { JsonText, messageText, type ProtocolVersion, readMessage, type RealtimeMessage } from './message.ts';

/** What a message of one client means for the others of its topic. */
export type TopicAction =
  | { readonly kind: 'joined' | 'left'; readonly topic: string; readonly presenceKey: string | undefined }
  | { readonly kind: 'broadcast'; readonly topic: string; readonly payload: unknown; readonly toSelf: boolean }
  | { readonly kind: 'track'; readonly topic: string; readonly key: string; readonly meta: object }
  | { readonly kind: 'untrack'; readonly topic: string; readonly key: string };

interface Reaction {
  /** What the client is answered. */
  readonly texts: readonly string[];
  readonly actions: readonly TopicAction[];
}

interface Channel {
  readonly joinRef: string | null;
  /** Of the topic `realtime:<name>`. */
  readonly name: string;
  readonly bindings: readonly Binding[];
  readonly broadcast: { readonly ack: boolean; readonly self: boolean };
  readonly presenceKey: string;
  /** As the client names the schema. */
  readonly schema: string;
}

const maxChannels = 100;
const maxBindings = 100;
const heartbeatTopic = 'phoenix';
const nothing: Reaction = { texts: [], actions: [] };

/**
 * One client's side of the Realtime protocol (Phoenix channels, https://supabase.com/docs/guides/realtime/protocol), apart
 * from sockets and clocks: text in, texts out.
 */
export class RealtimeSession {
  readonly #version: ProtocolVersion;
  readonly #tableNamed: TableByName;
  /** By topic. */
  readonly #channels = new Map<string, Channel>();
  #nextBindingId = 1;

  constructor(version: ProtocolVersion, tableNamed: TableByName) {
    this.#version = version;
    this.#tableNamed = tableNamed;
  }

  get topics(): readonly string[] {
    return [...this.#channels.keys()];
  }

  has(topic: string): boolean {
    return this.#channels.has(topic);
  }

  /** What is no message of the protocol is passed over. */
  receive(said: string | Uint8Array): Reaction {
    const message = readMessage(this.#version, said);
    if (!message) return nothing;
    if (message.topic === heartbeatTopic) {
      return message.event === 'heartbeat' ? answer(this.#reply(message, 'ok', {})) : nothing;
    }
    if (message.event === 'phx_join') return this.#join(message);
    const channel = this.#channels.get(message.topic);
    if (!channel) return answer(this.#reply(message, 'error', { reason: 'unmatched topic' }));
    return this.#hear(channel, message);
  }

  /** The frames that tell of committed rows: one for each channel and row that any of its bindings wants. */
  tell({ table, changes }: CommittedRows, dataOf: (position: number, schema: string) => string): string[] {
    const texts: string[] = [];
    for (const [position, change] of changes.entries()) {
      for (const [topic, { bindings, schema }] of this.#channels) {
        const ids = bindings.filter((binding) => isWanted(binding, table, change)).map(({ id }) => id);
        if (ids.length === 0) continue;
        const payload = new JsonText(`{"ids":${JSON.stringify(ids)},"data":${dataOf(position, schema)}}`);
        texts.push(this.text(topic, 'postgres_changes', payload));
      }
    }
    return texts;
  }

  /** A message that nobody asked for. */
  text(topic: string, event: string, payload: unknown): string {
    return messageText(this.#version, { joinRef: null, ref: null, topic, event, payload });
  }

  #join(message: RealtimeMessage): Reaction {
    const { topic, joinRef } = message;
    const before = this.#channels.get(topic);
    if (!before && this.#channels.size >= maxChannels) {
      return answer(this.#reply(message, 'error', { reason: `more than ${maxChannels} channels` }));
    }
    const { broadcast = {}, presence = {}, postgres_changes: wanted = [] } = configOf(message);
    if (wanted.length > maxBindings) {
      return answer(this.#reply(message, 'error', { reason: `more than ${maxBindings} bindings` }));
    }
    const echoed = wanted.map((request) => ({ ...request, id: this.#nextBindingId++ }));
    const found = echoed.map((request) => bindingOf(request, request.id, this.#tableNamed));
    const faults = found.filter((each) => typeof each === 'string');
    const bindings = faults.length > 0 ? [] : found.filter((each) => typeof each !== 'string');
    const name = topic.replace(/^realtime:/, '');
    const presenceKey = presence.key === undefined || presence.key === '' ? (joinRef ?? topic) : presence.key;
    this.#channels.set(topic, {
      joinRef,
      name,
      bindings,
      broadcast: { ack: broadcast.ack === true, self: broadcast.self === true },
      presenceKey,
      schema: wanted.find(({ schema }) => schema !== '*')?.schema ?? 'public',
    });
    const usesPresence = presence.enabled === true || presence.key !== undefined;
    return {
      texts: [
        ...(before ? [this.#close(topic, before)] : []),
        this.#reply(message, 'ok', { postgres_changes: echoed }),
        ...(wanted.length > 0 ? [this.#system(topic, name, faults, wanted)] : []),
      ],
      actions: [{ kind: 'joined', topic, presenceKey: usesPresence ? presenceKey : undefined }],
    };
  }

  #hear(channel: Channel, message: RealtimeMessage): Reaction {
    const { topic, payload } = message;
    switch (message.event) {
      case 'phx_leave':
        this.#channels.delete(topic);
        return {
          texts: [this.#reply(message, 'ok', {}), this.#close(topic, channel)],
          actions: [{ kind: 'left', topic, presenceKey: channel.presenceKey }],
        };
      case 'broadcast': {
        const { ack, self: toSelf } = channel.broadcast;
        return {
          texts: ack ? [this.#reply(message, 'ok', {})] : [],
          actions: [{ kind: 'broadcast', topic, payload, toSelf }],
        };
      }
      case 'presence':
        return { texts: [this.#reply(message, 'ok', {})], actions: presenceActions(channel, message) };
      // The key of the connection was checked when it came in, and stays good or bad as a whole.
      case 'access_token':
        return nothing;
      default:
        return nothing;
    }
  }

  #system(topic: string, channel: string, faults: readonly string[], wanted: readonly BindingRequest[]): string {
    const isOk = faults.length === 0;
    const message = isOk
      ? 'Subscribed to PostgreSQL'
      : `Unable to subscribe to changes with given parameters (${faults.join('; ')}). Please check Realtime is enabled for the given connect parameters: ${JSON.stringify(wanted)}`;
    return this.text(topic, 'system', {
      extension: 'postgres_changes',
      status: isOk ? 'ok' : 'error',
      message,
      channel,
    });
  }

  #reply({ joinRef, ref, topic }: RealtimeMessage, status: 'ok' | 'error', response: object): string {
    return messageText(this.#version, { joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
  }

  #close(topic: string, { joinRef }: Channel): string {
    return messageText(this.#version, { joinRef, ref: joinRef, topic, event: 'phx_close', payload: {} });
  }
}

interface JoinConfig {
  readonly broadcast?: { readonly ack?: boolean; readonly self?: boolean };
  readonly presence?: { readonly key?: string; readonly enabled?: boolean };
  readonly postgres_changes?: readonly BindingRequest[];
}

/** Only what has the form that is needed. */
function configOf({ payload }: RealtimeMessage): JoinConfig {
  const config = (payload['config'] ?? {}) as JoinConfig;
  const wanted: readonly unknown[] = Array.isArray(config.postgres_changes) ? config.postgres_changes : [];
  return {
    ...(typeof config.broadcast === 'object' && { broadcast: config.broadcast }),
    ...(typeof config.presence === 'object' && { presence: config.presence }),
    postgres_changes: wanted.filter(isBindingRequest),
  };
}

function isBindingRequest(value: unknown): value is BindingRequest {
  const { event, schema, table, filter } = (value ?? {}) as Record<string, unknown>;
  const isText = (part: unknown): boolean => part === undefined || typeof part === 'string';
  return typeof event === 'string' && typeof schema === 'string' && isText(table) && isText(filter);
}

function presenceActions({ presenceKey: key }: Channel, { topic, payload }: RealtimeMessage): readonly TopicAction[] {
  const { event, payload: meta } = payload;
  if (event === 'untrack') return [{ kind: 'untrack', topic, key }];
  if (event !== 'track' || typeof meta !== 'object' || meta === null) return [];
  return [{ kind: 'track', topic, key, meta }];
}

function answer(text: string): Reaction {
  return { texts: [text], actions: [] };
}
