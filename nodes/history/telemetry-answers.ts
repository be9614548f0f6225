import { defineErrors, isoUtc, type Question } from '../kernel/index.ts';
import { type ProcessImage, Quality, type SensorEntry, type SiteDirectory } from '../site/index.ts';
import type { HistoryService } from './history-service.ts';
import type { LatestReading } from './latest-readings.ts';
import { latestRequest, multiRequest, seriesRequest } from './telemetry-request.ts';
import { checkPointCount } from './tier-choice.ts';

export interface TelemetrySources {
  readonly directory: SiteDirectory;
  readonly image: ProcessImage;
  readonly history: Pick<HistoryService, 'seriesJson' | 'manySeriesJson' | 'latest'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

const errors = defineErrors({
  unknown_sensor: { status: 404, message: ({ value }) => `Sensor ${String(value)} not found` },
});

const maxPoints = 10_000;
/** Of all sensors of one answer together; some ten megabytes of text. */
const maxPointsTogether = 100_000;
const latestSpanMs = 3_600_000;
const closing = Buffer.from('}');

/** Bodies of the telemetry operations as JSON text in UTF-8. Each throws what its request and its reading throw. */
export const telemetryAnswers = {
  /** Throws `unknown_sensor`, `too_many_points` and `series_too_long`, too. */
  async telemetry({ directory, history, now }: TelemetrySources, question: Question): Promise<Buffer> {
    const { sensorId, tier, range } = seriesRequest(question, now);
    const entry = directory.sensor(sensorId);
    if (!entry) throw errors.unknown_sensor({ value: sensorId });
    const point = directory.pointOf(entry);
    checkPointCount(tier, range, maxPoints, point?.periodMs);
    const { from, until } = range;
    const { pointCount, json } = await history.seriesJson({ sensorId, tier, from, to: until, limit: maxPoints });
    const head = {
      sensor_id: sensorId,
      sensor_tag: entry.sensor.tag,
      unit: point?.unit ?? null,
      tier,
      start: isoUtc(from),
      end: isoUtc(until),
      point_count: pointCount,
    };
    return Buffer.concat([opened(head, 'data'), ...json, closing]);
  },

  /** A sensor that is not known has an empty list. Throws `too_many_points` and `series_too_long`, too. */
  async multi({ directory, history, now }: TelemetrySources, question: Question): Promise<Buffer> {
    const { sensorIds, tier, range } = multiRequest(question, now);
    const known = sensorIds.map((id) => directory.sensor(id)).filter((entry) => entry !== undefined);
    const limit = Math.min(maxPoints, Math.floor(maxPointsTogether / known.length));
    for (const entry of known) checkPointCount(tier, range, limit, directory.pointOf(entry)?.periodMs);
    const { from, until } = range;
    const knownIds = known.map(({ sensor }) => sensor.id);
    const { json } = await history.manySeriesJson({
      sensorIds: knownIds,
      tier,
      from,
      to: until,
      limit: maxPointsTogether,
    });
    const unknown = sensorIds.filter((id) => !knownIds.includes(id)).map((id) => `"${id}":[]`);
    const head = opened({ tier, start: isoUtc(from), end: isoUtc(until) }, 'sensors');
    if (unknown.length === 0) return Buffer.concat([head, json, closing]);
    const separator = knownIds.length > 0 ? ',' : '';
    return Buffer.concat([head, json.subarray(0, -1), Buffer.from(`${separator}${unknown.join(',')}}`), closing]);
  },

  /** Throws `unknown_block`, too. */
  latest(sources: TelemetrySources, question: Question): Promise<Buffer> {
    const { directory, history, now } = sources;
    const { blockSlug, subsystem } = latestRequest(question);
    const entries = directory.sensorsOf(directory.block(blockSlug), subsystem);
    const byId = new Map(entries.map((entry) => [entry.sensor.id, entry]));
    const readings = history.latest([...byId.keys()]).flatMap((reading) => {
      const entry = byId.get(reading.sensorId);
      return entry && reading.ts > now - latestSpanMs ? [readingBody(sources, entry, reading)] : [];
    });
    const body = { block_slug: blockSlug, sensor_count: readings.length, readings };
    return Promise.resolve(Buffer.from(JSON.stringify(body)));
  },
};

function readingBody({ directory, image }: TelemetrySources, entry: SensorEntry, reading: LatestReading) {
  const { value, quality, ts } = reading;
  return {
    sensor_id: entry.sensor.id,
    tag: entry.sensor.tag,
    subsystem: entry.equipment?.subsystem,
    unit: directory.pointOf(entry)?.unit ?? null,
    value,
    quality,
    timestamp: isoUtc(ts),
    ...(quality === Quality.bad && { reason: reasonOf(image, entry) ?? 'not read' }),
  };
}

function reasonOf(image: ProcessImage, { sensor }: SensorEntry): string | undefined {
  return image.get(sensor.device)?.frame?.get(sensor.point).reason;
}

/** The body up to the value of one more field. */
function opened(head: object, field: string): Buffer {
  return Buffer.from(`${JSON.stringify(head).slice(0, -1)},"${field}":`);
}
