import { appendFileSync, readFileSync } from 'node:fs';
import { type Clock, textOf } from '../kernel/index.ts';
import type { ModbusTraffic } from '../devices/index.ts';
import { errors } from './errors.ts';
import { checkOperation } from './features.ts';
import type { ModbusOperation } from './operation.ts';

export interface RecordingOptions {
  readonly traffic: ModbusTraffic;
  /** Lines are added to what it holds. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** Two hours of the demo plant; enough to train on, and about 30 MB. */
const mostOperations = 200_000;
const writePeriodMs = 5000;

/** Writes a site's traffic as JSON lines, for a training on it. Returns the function that ends the recording. */
export function recordTraffic({ traffic, file, clock, log }: RecordingOptions): () => void {
  let lines: string[] = [];
  let recorded = 0;
  const unsubscribe = traffic.subscribe((operation) => {
    lines.push(`${JSON.stringify(fieldsOf(operation))}\n`);
    recorded += 1;
    if (recorded < mostOperations) return;
    end();
    log(`the recording of ${file} has ended with ${recorded} operations`);
  });
  const write = (): void => {
    if (lines.length === 0) return;
    try {
      appendFileSync(file, lines.join(''));
    } catch (thrown) {
      log(`the traffic is not recorded: ${textOf(thrown)}`);
    }
    lines = [];
  };
  const timer = clock.every(writePeriodMs, write);
  const end = (): void => {
    unsubscribe();
    timer.cancel();
    write();
  };
  return end;
}

/** Reads a recording. @throws bad_training_data for the first line that holds no operation. */
export function readTraffic(file: string): ModbusOperation[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line === '' ? [] : [operationOf(line, `${file}:${index + 1}`)]));
}

function operationOf(line: string, place: string): ModbusOperation {
  try {
    const operation = JSON.parse(line) as ModbusOperation;
    checkOperation(operation);
    if (typeof operation.deviceId === 'string' && typeof operation.ok === 'boolean') return fieldsOf(operation);
  } catch (thrown) {
    throw errors.bad_training_data({ field: place, limit: 'a Modbus operation', value: textOf(thrown) });
  }
  throw errors.bad_training_data({ field: place, limit: 'a Modbus operation', value: line });
}

/** Without whatever else the sender of the operation carried along. */
function fieldsOf(operation: ModbusOperation): ModbusOperation {
  const { deviceId, origin, functionCode, address, quantity, at, responseMs, ok } = operation;
  return { deviceId, origin, functionCode, address, quantity, at, responseMs, ok };
}
