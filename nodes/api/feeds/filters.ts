import type { Block, Site, SiteModel } from '../../site/index.ts';
import type { Access } from '../access/access.ts';
import { feedErrors } from './feed-errors.ts';
import type { FeedRequest } from './feed-kind.ts';
import type { Interest } from './interest.ts';

/** What a key may see of the sites. */
interface VisibleSites {
  readonly sites: readonly Site[];
  readonly blocks: readonly Block[];
}

/** What a client wants that gave this value; throws `unknown_in_site` or `invalid_filter`. */
export type Filter = (value: string, visible: VisibleSites) => Interest;

/** By the name of the path or query parameter. */
export type Filters = Readonly<Record<string, Filter>>;

const subsystems = [
  'electrical',
  'thermal-l1',
  'thermal-l2',
  'thermal-l3',
  'thermal-reject',
  'thermal-safety',
  'environmental',
  'network',
  'security',
];
/** Highest first. */
const priorities = ['P0', 'P1', 'P2', 'P3'];

/** The filters of contract 002, by their documented names. */
export const filters = {
  block_slug: (value, { blocks }) => {
    if (!blocks.some(({ slug }) => slug === value)) throw feedErrors.unknown_in_site({ field: 'block', value });
    return { block: [value] };
  },
  site_slug: (value, { sites }) => {
    if (!sites.some(({ slug }) => slug === value)) throw feedErrors.unknown_in_site({ field: 'site', value });
    return { site: [value] };
  },
  subsystem: (value) => ({ subsystem: [oneOf(subsystems, 'subsystem', value)] }),
  min_priority: (value) => {
    const lowest = priorities.indexOf(oneOf(priorities, 'min_priority', value));
    return { priority: priorities.slice(0, lowest + 1) };
  },
} as const satisfies Filters;

/** A key that is limited to some sites gets no message of another, whatever it asks for. */
export function filteredInterest(
  { parameters, query, access }: FeedRequest,
  chosen: Filters,
  model: SiteModel,
): Interest {
  const visible = visibleSites(access, model);
  const own = access.sites ? { site: visible.sites.map(({ slug }) => slug) } : {};
  const asked = Object.entries(chosen).map(([name, filter]) => {
    const value = parameters[name] ?? query.get(name) ?? '';
    return value === '' ? {} : filter(value, visible);
  });
  return Object.assign({}, own, ...asked) as Interest;
}

function visibleSites({ sites: codes }: Access, { sites, blocks }: SiteModel): VisibleSites {
  if (!codes) return { sites, blocks };
  return { sites: sites.filter(({ code }) => codes.has(code)), blocks: blocks.filter(({ site }) => codes.has(site)) };
}

function oneOf(choices: readonly string[], field: string, value: string): string {
  if (!choices.includes(value)) {
    throw feedErrors.invalid_filter({ field, limit: choices.join(' or '), value, place: 'query', rule: 'enum' });
  }
  return value;
}

/** Slug of the site of each block. */
export function siteSlugsOfBlocks({ sites, blocks }: SiteModel): ReadonlyMap<string, string> {
  const slugs = new Map(sites.map(({ code, slug }) => [code, slug]));
  return new Map(blocks.map(({ slug, site }) => [slug, slugs.get(site) ?? '']));
}
