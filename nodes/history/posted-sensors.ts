import { type BusbarError, defineErrors } from '../kernel/index.ts';
import type { PointIndex, SiteRuntime } from '../site/index.ts';

/** A sensor that flows post readings of: a column of its device. */
export interface PostedSensor {
  /** Code of the device's site. */
  readonly siteId: string;
  readonly index: PointIndex;
  readonly column: number;
}

type PostedSite = Pick<SiteRuntime, 'model' | 'devices' | 'image'>;

const errors = defineErrors({
  unknown_sensor: { status: 404, message: ({ value }) => `There is no sensor ${String(value)}.` },
  sensor_not_posted: {
    status: 409,
    message: ({ value, device }) =>
      `Sensor ${String(value)} takes no posted readings: the site file says that ${String(device)} is polled.`,
  },
  device_faulted: {
    status: 503,
    message: ({ value, device, reason }) =>
      `Sensor ${String(value)} takes no readings: ${String(device)} is faulted: ${String(reason)}.`,
  },
});

/** The sensors of the devices that the site file declares as posted. */
export class PostedSensors {
  readonly #site: PostedSite;
  /** By id and by tag. */
  readonly #known = new Map<unknown, PostedSensor>();

  constructor(site: PostedSite) {
    this.#site = site;
    const posted = site.model.devices.filter(({ source }) => source === 'posted');
    const siteIds = new Map(posted.map((device) => [device.id, device.site]));
    for (const { id, tag, device, point } of site.model.sensors) {
      const [siteId, index] = [siteIds.get(device), site.image.get(device)?.index];
      const column = index?.column(point);
      if (siteId === undefined || index === undefined || column === undefined) continue;
      const sensor = { siteId, index, column };
      this.#known.set(id, sensor).set(tag, sensor);
    }
  }

  /** By its id or its tag. Throws `unknown_sensor`, `sensor_not_posted` and `device_faulted`. */
  get(reference: number | string): PostedSensor {
    const sensor = this.#known.get(reference);
    if (!sensor) throw this.#whyNot(reference);
    return sensor;
  }

  #whyNot(reference: number | string): BusbarError {
    const { model, devices } = this.#site;
    const field = typeof reference === 'number' ? 'sensor_id' : 'tag';
    const found = model.sensors.find(({ id, tag }) => id === reference || tag === reference);
    if (!found) return errors.unknown_sensor({ field, value: reference });
    const facts = { field, value: reference, device: found.device };
    const registered = devices.get(found.device);
    if (registered?.model.source === 'posted') return errors.device_faulted({ ...facts, reason: registered.fault });
    return errors.sensor_not_posted({ ...facts, limit: 'a sensor of a posted device' });
  }
}
