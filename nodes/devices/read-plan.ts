import type { DeviceMap, ReadFunction, ResolvedPoint } from './register-map.ts';

/** What of a request's answer belongs to which column: the point's own words, or its SunSpec scale factor. */
export interface ReadPart {
  readonly column: number;
  readonly kind: 'value' | 'scaleFactor';
  /** Words from the start of the answer. */
  readonly offset: number;
}

/** One Modbus read. The quantity counts registers, or bits of the coil and discrete tables. */
export interface ReadRequest {
  readonly functionCode: ReadFunction;
  readonly address: number;
  readonly quantity: number;
  readonly parts: readonly ReadPart[];
}

interface Span {
  readonly functionCode: ReadFunction;
  readonly address: number;
  readonly width: number;
  readonly column: number;
  readonly kind: ReadPart['kind'];
}

/**
 * The fewest requests in address order that read every point of the due groups: neighbours are joined up to the
 * profile's `maxRegisters` and over holes of at most `maxGap`; a point is never split between two requests.
 */
export function planReads(map: DeviceMap, dueGroups: ReadonlySet<string>): ReadRequest[] {
  const { maxRegisters, maxGap } = map.profile.connection;
  const spans = map.points.flatMap((resolved) =>
    resolved && dueGroups.has(resolved.point.group) ? spansOf(resolved) : [],
  );
  spans.sort((a, b) => a.functionCode - b.functionCode || a.address - b.address || a.column - b.column);

  const runs: Span[][] = [];
  for (const span of spans) {
    const run = runs.at(-1);
    if (run && joins(run, span, maxRegisters, maxGap)) run.push(span);
    else runs.push([span]);
  }
  return runs.map(requestOf);
}

function spansOf({ functionCode, address, width, column, scaleFactorAddress }: ResolvedPoint): Span[] {
  const value: Span = { functionCode, address, width, column, kind: 'value' };
  if (scaleFactorAddress === undefined) return [value];
  return [value, { functionCode, address: scaleFactorAddress, width: 1, column, kind: 'scaleFactor' }];
}

function joins(run: readonly Span[], span: Span, maxRegisters: number, maxGap: number): boolean {
  const first = firstOf(run);
  return (
    span.functionCode === first.functionCode &&
    span.address <= endOf(run) + maxGap &&
    Math.max(endOf(run), span.address + span.width) - first.address <= maxRegisters
  );
}

function requestOf(run: readonly Span[]): ReadRequest {
  const { functionCode, address } = firstOf(run);
  return {
    functionCode,
    address,
    quantity: endOf(run) - address,
    parts: run.map((span) => ({ column: span.column, kind: span.kind, offset: span.address - address })),
  };
}

function firstOf(run: readonly Span[]): Span {
  const [first] = run;
  if (!first) throw new RangeError('a run of registers cannot be empty');
  return first;
}

function endOf(run: readonly Span[]): number {
  return Math.max(...run.map(({ address, width }) => address + width));
}
