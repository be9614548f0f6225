import type { AlarmService } from '../alarms/index.ts';
import { asBusbarError, type Clock } from '../kernel/index.ts';
import type { Frame, ProcessImage, ServerModel, SiteModel, SiteRuntime } from '../site/index.ts';
import { ServerAlarms } from './server-alarms.ts';
import { ServerMonitor, serverMonitor } from './server-monitor.ts';
import { pointIndexOf } from './server-points.ts';
import { ServerWatch } from './server-watch.ts';
import { SourcePoll } from './source-poll.ts';
import { openSource } from './sources/open-source.ts';
import type { Source } from './sources/source.ts';
import { rulesOf } from './thresholds.ts';

export interface ServersOptions {
  readonly site: SiteRuntime;
  readonly alarms: Pick<AlarmService, 'define' | 'find' | 'setCondition'>;
  readonly clock: Clock;
  /** Where the site file's variables stand: ports of addresses, credentials. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the gateway. */
  readonly version: string;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

const defaultIntervalS = 10;
/** Between the first rounds of two servers; with many of them they fill the interval evenly. */
const startGapMs = 100;

/** Gives the points of the site's servers their columns in the process image, before alarms are started on them. */
export function addServerPoints({ servers, sensors }: SiteModel, image: ProcessImage): void {
  for (const model of servers) image.add(pointIndexOf(model, sensors, intervalMsOf(model)));
}

/**
 * Asks the servers of the site file from now on; their points stand in the process image. Start it after the alarm
 * machine: the limits of the servers themselves are watched here. Returns how to end it.
 */
export async function startServers(options: ServersOptions): Promise<() => Promise<void>> {
  const { site, clock, version } = options;
  const servers = site.model.servers;
  const watches = await Promise.all(servers.map((model) => watchOf(options, model)));
  serverMonitor.provide(new ServerMonitor({ watches, version, now: () => clock.now() }));
  for (const [position, watch] of watches.entries()) {
    watch.start(position * Math.min(startGapMs, watch.intervalMs / watches.length));
  }
  return async () => {
    serverMonitor.withdraw();
    await Promise.all(watches.map((watch) => watch.close()));
  };
}

async function watchOf(options: ServersOptions, model: ServerModel): Promise<ServerWatch> {
  const { site, alarms: machine, clock, report } = options;
  const intervalMs = intervalMsOf(model);
  const image = site.image.get(model.name);
  if (!image) throw new Error(`the points of ${model.name} are not in the process image`);
  const { index } = image;
  const columns = new Set(index.points.keys());
  const rules = rulesOf(model.thresholds);
  const alarms = await ServerAlarms.start(machine, index, rules);
  const publish = (frame: Frame): void => {
    image.setConnected(frame.get('up').value === 1);
    image.update(frame, columns, clock.monotonic());
    site.bus.publish(frame);
  };
  return new ServerWatch({
    model,
    polls: model.sources.map((source) => new SourcePoll(sourceOf(options, model, source), clock, intervalMs)),
    index,
    rules,
    standing: alarms.standing(),
    siteId: model.site ?? site.model.sites[0]?.code ?? '',
    clock,
    intervalMs,
    report: (text) => report(`a round of ${model.name} failed: ${text}`),
    onRound(state, frame) {
      publish(frame);
      alarms.tell(state);
      serverMonitor.peek()?.announce(state);
    },
  });
}

function intervalMsOf({ intervalS = defaultIntervalS }: ServerModel): number {
  return intervalS * 1000;
}

/** A source that the site file states wrongly stands there and says why, and the others are asked. */
function sourceOf(options: ServersOptions, { name }: ServerModel, model: ServerModel['sources'][number]): Source {
  try {
    return openSource({ model, clock: options.clock, env: options.env });
  } catch (thrown) {
    const fault = asBusbarError(thrown);
    options.report(`a source of ${name} cannot be asked: ${fault.message}`);
    return { label: model.kind, collect: () => Promise.reject(fault) };
  }
}
