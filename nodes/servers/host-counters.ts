import { rateOf } from './counter-rate.ts';
import type { Exposition } from './exposition.ts';
import type { NetworkInterface } from './reading.ts';

/** Seconds of a core since the start of its host. */
export interface CoreSeconds {
  readonly idle: number;
  readonly total: number;
}

const interfaceFamilies = {
  receivedBytes: 'node_network_receive_bytes_total',
  sentBytes: 'node_network_transmit_bytes_total',
  receivedPackets: 'node_network_receive_packets_total',
  sentPackets: 'node_network_transmit_packets_total',
  receiveErrors: 'node_network_receive_errs_total',
  sendErrors: 'node_network_transmit_errs_total',
} as const satisfies Record<Exclude<keyof NetworkInterface, 'name'>, string>;

type InterfaceCounters = Readonly<Partial<Record<keyof typeof interfaceFamilies, number>>>;

/** What a host counts up, at one instant. */
export interface HostCounters {
  /** Milliseconds on a clock of the caller's choice. */
  readonly atMs: number;
  /** By the number of the core. */
  readonly cores: ReadonlyMap<string, CoreSeconds>;
  readonly interfaces: ReadonlyMap<string, InterfaceCounters>;
}

/** Loopback, and what containers bring along. */
const unshownInterface = /^(lo$|docker|br-|veth)/;

export function hostCountersOf(exposition: Exposition, atMs: number): HostCounters {
  return { atMs, cores: coresOf(exposition), interfaces: interfacesOf(exposition) };
}

function coresOf(exposition: Exposition): ReadonlyMap<string, CoreSeconds> {
  const byCore = Map.groupBy(exposition.samples('node_cpu_seconds_total'), ({ labels }) => labels['cpu'] ?? '');
  const entries = [...byCore].map(([core, modes]): [string, CoreSeconds] => {
    const idle = modes.find(({ labels }) => labels['mode'] === 'idle')?.value ?? NaN;
    return [core, { idle, total: modes.reduce((sum, { value }) => sum + value, 0) }];
  });
  return new Map(entries.sort(([a], [b]) => Number(a) - Number(b)));
}

function interfacesOf(exposition: Exposition): ReadonlyMap<string, InterfaceCounters> {
  const counters = new Map<string, Partial<Record<keyof typeof interfaceFamilies, number>>>();
  for (const [key, family] of Object.entries(interfaceFamilies)) {
    for (const [name, value] of exposition.byLabel(family, 'device')) {
      if (unshownInterface.test(name)) continue;
      counters.set(name, { ...counters.get(name), [key]: value });
    }
  }
  return counters;
}

/** Use of a core between two samples, %: the share of time that it was not idle. */
export function coreUsePct(before: CoreSeconds | undefined, after: CoreSeconds): number | null {
  if (!before) return null;
  const wasReset = after.total < before.total;
  const total = wasReset ? after.total : after.total - before.total;
  // Linux corrects its idle time downwards now and then; that is no reset.
  const idle = wasReset ? after.idle : Math.max(0, after.idle - before.idle);
  if (!(total > 0) || !Number.isFinite(idle)) return null;
  return 100 * (1 - Math.min(1, idle / total));
}

export function networkRates(before: HostCounters | undefined, after: HostCounters): readonly NetworkInterface[] {
  const seconds = before ? (after.atMs - before.atMs) / 1000 : NaN;
  return [...after.interfaces].map(([name, counters]) => {
    const earlier = before?.interfaces.get(name);
    const rate = (key: keyof typeof interfaceFamilies): number | null => {
      const value = counters[key];
      return value === undefined ? null : rateOf(earlier?.[key], value, seconds);
    };
    return {
      name,
      receivedBytes: rate('receivedBytes'),
      sentBytes: rate('sentBytes'),
      receivedPackets: rate('receivedPackets'),
      sentPackets: rate('sentPackets'),
      receiveErrors: rate('receiveErrors'),
      sendErrors: rate('sendErrors'),
    };
  });
}
