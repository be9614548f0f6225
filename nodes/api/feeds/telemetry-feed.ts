import { isoUtc, type Message } from '../../kernel/index.ts';
import { notDue, Quality, type Sensor, type SiteModel } from '../../site/index.ts';
import { feedErrors } from './feed-errors.ts';
import type { FeedKind, FeedMessage } from './feed-kind.ts';
import { filteredInterest, filters, siteSlugsOfBlocks } from './filters.ts';
import type { Labels } from './interest.ts';

/** The message of a `busbar-site` node, as far as readings are made of it. */
interface FrameFacts {
  readonly deviceId: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  /** Why a point was not read, by its name. */
  readonly bad: Readonly<Record<string, unknown>>;
}

interface BlockSensor {
  readonly point: string;
  readonly labels: Labels;
  /** The part of a reading that never changes, as JSON text without its closing brace. */
  readonly head: string;
}

const chosen = { block_slug: filters.block_slug, subsystem: filters.subsystem };

/**
 * Readings as contract 002 has them: `{sensor_id, tag, subsystem, value, quality, timestamp, ts}`. The quality is that of
 * `/telemetry/latest`: 0 good, 1 uncertain, 2 bad; a point that could not be read is sent with the value null, one that had
 * no turn not at all.
 */
export function telemetryFeed(model: SiteModel): FeedKind {
  const sensorsOf = sensorsByDevice(model);
  return {
    pathParameters: Object.keys(chosen),
    interestOf: (request) => filteredInterest(request, chosen, model),
    messagesOf(message) {
      const { deviceId, ts, bad } = frameOf(message);
      const values = message.payload as Readonly<Record<string, unknown>>;
      const time = JSON.stringify(isoUtc(ts));
      const isTold = ({ point }: BlockSensor): boolean => values[point] !== undefined && bad[point] !== notDue;
      const sensors = (sensorsOf.get(deviceId) ?? []).filter(isTold);
      return sensors.map(({ point, labels, head }): FeedMessage => {
        const value = values[point] as number | null;
        const quality = point in bad ? (value === null ? Quality.bad : Quality.uncertain) : Quality.good;
        const reading = `"value":${JSON.stringify(value)},"quality":${quality},"timestamp":${time},"ts":${time}`;
        return { text: `${head},${reading}}`, labels };
      });
    },
  };
}

function frameOf({ payload, frame }: Message): FrameFacts {
  const { deviceId, ts, bad } = (frame ?? {}) as Partial<FrameFacts>;
  const limit = 'that of a busbar-site node';
  if (typeof payload !== 'object' || payload === null) throw feedErrors.bad_feed_message({ field: 'payload', limit });
  if (deviceId === undefined || ts === undefined) throw feedErrors.bad_feed_message({ field: 'frame', limit });
  return { deviceId, ts, bad: bad ?? {} };
}

/** The sensors that belong to a block: those of an equipment. */
function sensorsByDevice(model: SiteModel): ReadonlyMap<string, readonly BlockSensor[]> {
  const equipment = new Map(model.equipment.map((item) => [item.tag, item]));
  const siteOf = siteSlugsOfBlocks(model);
  const blockSensor = ({ id, tag, point, equipment: of = '' }: Sensor): BlockSensor[] => {
    const { block, subsystem } = equipment.get(of) ?? {};
    if (block === undefined || subsystem === undefined) return [];
    const labels = { block, subsystem, site: siteOf.get(block) ?? '' };
    return [{ point, labels, head: JSON.stringify({ sensor_id: id, tag, subsystem }).slice(0, -1) }];
  };
  const perDevice = Map.groupBy(model.sensors, ({ device }) => device);
  return new Map([...perDevice].map(([device, sensors]) => [device, sensors.flatMap(blockSensor)]));
}
