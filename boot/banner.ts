import type { SiteModel } from '../nodes/site/index.ts';
import { editorPath } from './node-red-settings.ts';

export interface BannerFacts {
  readonly site: SiteModel;
  readonly faults: ReadonlyMap<string, string>;
  readonly version: string;
  readonly mode: string;
  readonly origin: string;
  readonly editorOpen: boolean;
  readonly firstKeysPath: string | undefined;
  readonly dataFolder: string;
  readonly devicesWithoutWatchdog: readonly string[];
}

/** What someone who has just started the gateway needs: what runs where, and one line to try. */
export function banner(facts: BannerFacts): string {
  const { site, faults, origin, mode } = facts;
  const plant = site.gateway.simulated ? 'simulated plant' : 'real plant';
  const lines = [
    `Busbar ${facts.version}, ${mode} mode: site ${site.gateway.siteId}, ${plural(site.devices.length, 'device')}, ${plant}`,
    `  API     ${origin}  (documentation at ${origin}/docs)`,
    `  Editor  ${facts.editorOpen ? origin + editorPath : 'closed: no EDITOR_USERS in production mode'}`,
    `  Keys    ${facts.firstKeysPath ?? `in ${facts.dataFolder}; make more with npm run keys`}`,
    `  Try     curl ${mode === 'production' ? '-H "X-API-Key: <key>" ' : ''}${origin}/api/v1/status`,
    ...[...faults].map(([device, reason]) => `  Faulted ${device}: ${reason}`),
    ...facts.devicesWithoutWatchdog.map(
      (id) => `  Warning ${id} has no watchdog: nothing stops it when this gateway dies`,
    ),
  ];
  return `\n${lines.join('\n')}\n`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
