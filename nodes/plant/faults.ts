import { encodeFrame, type ModbusFrame } from './modbus-frame.ts';
import { exceptionResponse } from './modbus-pdu.ts';
import type { WireAnswer } from './modbus-server.ts';
import { requireChoice, requireKnownFields, requireObject, requireWhole } from './request.ts';

/** A way for a device to misbehave, switched on and off at run time. */
export type Fault =
  | { readonly kind: PlainFault }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'exception'; readonly code: number };

type PlainFault = (typeof plainFaults)[number];

const plainFaults = [
  /** Closes the connection when it is asked. */
  'drop',
  /** Takes no new connections and closes the open ones. */
  'refuse',
  /** Takes requests and never answers. */
  'silent',
  /** Answers with the values of the moment when the fault began; the device's heartbeat stands still too. */
  'freeze',
  /** Random register values in well-formed answers. */
  'garbage',
  /** Random bytes instead of a frame. */
  'garbage-bytes',
  /** Every value reads as not implemented. */
  'not-implemented',
  /** Echoes a write and does not apply it. */
  'ignore-writes',
  /** Applies a setpoint, follows half of it. */
  'clamp-writes',
  /** Sends the first half of an answer and no more. */
  'half-answer',
  /** Answers in the name of the next unit. */
  'wrong-unit',
  /** Answers another transaction. */
  'wrong-transaction',
  /** Sends each answer twice. */
  'double-answer',
  /** Sends an answer byte by byte. */
  'byte-drip',
  /** Reboots: connections drop, nothing answers for 2 s, the setpoint is 0 afterwards. Ends by itself. */
  'restart',
] as const;

const kinds = [...plainFaults, 'delay', 'exception'] as const;

export const restartMs = 2000;
const maxDelayMs = 60_000;
const dripMs = 5;

export interface FaultCommand {
  readonly unit: number | 'all';
  /** null ends the unit's fault. */
  readonly fault: Fault | null;
}

/**
 * Reads `{unit: 1..247 | "all", fault: kind | null, ms?, code?}`; `ms` (1..60000) belongs to `delay`, `code` (1..255) to
 * `exception`. Throws `bad_plant_request`.
 */
export function parseFaultCommand(payload: unknown): FaultCommand {
  const command = requireObject(payload, 'payload');
  requireKnownFields(command, 'payload', ['unit', 'fault', 'ms', 'code']);
  const unit = command['unit'] === 'all' ? 'all' : requireWhole(command['unit'], 'payload.unit', 1, 247);
  if (command['fault'] === null) return { unit, fault: null };
  const kind = requireChoice(command['fault'], 'payload.fault', kinds);
  if (kind === 'delay') {
    return { unit, fault: { kind, ms: requireWhole(command['ms'], 'payload.ms', 1, maxDelayMs) } };
  }
  if (kind === 'exception') {
    return { unit, fault: { kind, code: requireWhole(command['code'], 'payload.code', 1, 255) } };
  }
  return { unit, fault: { kind } };
}

/** The device cannot be reached at all. */
export const isUnreachable = (fault: Fault | null | undefined): boolean =>
  fault?.kind === 'refuse' || fault?.kind === 'restart';

/** What a fault sends for a request that the device never gets to see; undefined when the device is to answer. */
export function answerInstead(fault: Fault | undefined, request: ModbusFrame): WireAnswer | undefined {
  if (fault?.kind === 'drop' || isUnreachable(fault)) return { parts: [], close: true };
  if (fault?.kind === 'silent') return { parts: [], close: false };
  if (fault?.kind === 'exception') {
    return sendNow(encodeFrame({ ...request, pdu: exceptionResponse(request.pdu, fault.code) }));
  }
  return undefined;
}

/** The device's answer as the fault puts it on the wire. */
export function transmit(fault: Fault | undefined, answer: ModbusFrame, randomWord: () => number): WireAnswer {
  const bytes = encodeFrame(answer);
  switch (fault?.kind) {
    case 'delay':
      return { parts: [{ bytes, afterMs: fault.ms }], close: false };
    case 'garbage-bytes':
      return sendNow(Buffer.from(bytes.map(() => randomWord() & 0xff)));
    case 'half-answer':
      return sendNow(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    case 'wrong-unit':
      return sendNow(encodeFrame({ ...answer, unit: (answer.unit + 1) & 0xff }));
    case 'wrong-transaction':
      return sendNow(encodeFrame({ ...answer, transaction: (answer.transaction + 1) & 0xffff }));
    case 'double-answer':
      return sendNow(Buffer.concat([bytes, bytes]));
    case 'byte-drip':
      return {
        parts: Array.from(bytes, (_, i) => ({ bytes: bytes.subarray(i, i + 1), afterMs: dripMs * i })),
        close: false,
      };
    default:
      return sendNow(bytes);
  }
}

function sendNow(bytes: Buffer): WireAnswer {
  return { parts: [{ bytes, afterMs: 0 }], close: false };
}
