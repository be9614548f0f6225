import type { Clock, Message, Timer } from '../../kernel/index.ts';
import type { Scope } from '../access/roles.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { Upgrades } from '../upgrades.ts';
import { Feed, type FeedOwner } from './feed.ts';
import { closeCodes } from './feed-client.ts';
import { feedErrors } from './feed-errors.ts';
import { pathPattern } from './path-pattern.ts';

const pingMs = 30_000;
/** A deploy closes every node and opens it again; within this time the clients of a feed wait for it. */
const reopenWithinMs = 10_000;

export interface FeedSettings {
  /** With parameters in braces: `/ws/telemetry/{block_slug}`. */
  readonly path: string;
  readonly kindName: string;
  readonly scope: Scope;
}

/** A feed in the hands of its node. */
export interface OpenFeed {
  /** Throws `bad_feed_message`. */
  publish(message: Message): void;
  /** `removed`: for good, so that the clients go at once. */
  close(removed: boolean): void;
}

interface FeedsOptions {
  readonly clock: Clock;
  readonly upgrades: Upgrades;
  readonly metrics: GatewayMetrics;
}

interface Standing {
  readonly settings: FeedSettings;
  readonly feed: Feed;
  readonly removeRoute: () => void;
  expiry?: Timer | undefined;
}

/** The live feeds of the front door. Clients of a feed that a deploy leaves as it was stay connected through it. */
export class Feeds {
  readonly #options: FeedsOptions;
  readonly #pings: Timer;
  /** By the shape of the path. */
  readonly #standing = new Map<string, Standing>();

  constructor(options: FeedsOptions) {
    this.#options = options;
    this.#pings = options.clock.every(pingMs, () => {
      for (const { feed } of this.#standing.values()) feed.ping();
    });
  }

  /** Throws `bad_feed_path` and `feed_path_taken`. */
  open(settings: FeedSettings, owner: FeedOwner): OpenFeed {
    const shape = shapeOf(settings, owner);
    const standing = this.#standing.get(shape);
    if (standing?.feed.hasOwner === true) throw feedErrors.feed_path_taken({ value: settings.path });
    if (standing && !isSame(standing.settings, settings)) this.#end(shape, standing, closeCodes.restart);
    const open = this.#standing.get(shape) ?? this.#add(shape, settings);
    open.expiry?.cancel();
    open.feed.setOwner(owner);
    return {
      publish: (message) => open.feed.publish(message),
      close: (removed) => this.#release(shape, open, removed),
    };
  }

  /** Ends every connection. */
  close(): void {
    this.#pings.cancel();
    for (const [shape, standing] of this.#standing) {
      standing.feed.setOwner(undefined);
      this.#end(shape, standing, closeCodes.goingAway, true);
    }
  }

  #add(shape: string, settings: FeedSettings): Standing {
    const { path, scope } = settings;
    const { clock, metrics, upgrades } = this.#options;
    const feed = new Feed({ path, clock, metrics });
    const removeRoute = upgrades.add(path, { scope, open: (upgrade) => feed.admit(upgrade) });
    const standing = { settings, feed, removeRoute };
    this.#standing.set(shape, standing);
    return standing;
  }

  #release(shape: string, standing: Standing, removed: boolean): void {
    standing.feed.setOwner(undefined);
    // The front door may have ended it before its node was closed.
    if (this.#standing.get(shape) !== standing) return;
    const end = (): void => this.#end(shape, standing, closeCodes.goingAway);
    if (removed) end();
    else standing.expiry = this.#options.clock.after(reopenWithinMs, end);
  }

  #end(shape: string, { feed, removeRoute, expiry }: Standing, code: number, isFinal = false): void {
    expiry?.cancel();
    removeRoute();
    this.#standing.delete(shape);
    feed.end(code, code === closeCodes.restart ? 'the feed has changed' : 'the feed is closed', isFinal);
  }
}

function shapeOf({ path, kindName }: FeedSettings, { kind }: FeedOwner): string {
  const { parameters, shape } = pathPattern(path);
  const known = kind.pathParameters;
  const stranger = known && parameters.find((name) => !known.includes(name));
  if (typeof stranger !== 'string') return shape;
  const limit = `made of literals and the parameters of a ${kindName} feed, ${known?.join(', ') ?? ''}`;
  throw feedErrors.bad_feed_path({ limit, value: path });
}

function isSame(a: FeedSettings, b: FeedSettings): boolean {
  return a.path === b.path && a.kindName === b.kindName && a.scope === b.scope;
}
