import { defineService } from '../kernel/index.ts';
import type { Bus } from './bus.ts';
import type { DeviceModel, SiteModel } from './model.ts';
import type { ProcessImage } from './process-image.ts';

/** A configured device: running, or faulted with the reason; a broken device never stops the gateway. */
export interface RegisteredDevice {
  readonly model: DeviceModel;
  readonly fault?: string | undefined;
}

export interface SiteRuntime {
  readonly model: SiteModel;
  readonly devices: ReadonlyMap<string, RegisteredDevice>;
  readonly image: ProcessImage;
  readonly bus: Bus;
}

export const siteRuntime = defineService<SiteRuntime>('site');
