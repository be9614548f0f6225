import { fromJson } from './catalogue/column-type.ts';
import { columnOf, type Table } from './catalogue/table.ts';
import type { StoredRow } from './catalogue/stored-value.ts';
import type { FilterPlan } from './plan/filter-plan.ts';
import { operandOf } from './plan/operand.ts';
import { restErrors } from './rest-errors.ts';

/** What a key that is limited to some sites may see and write; undefined for a key without such a limit. */
export interface SiteScope {
  /** Codes of the sites. */
  readonly sites: ReadonlySet<string>;
  /** UUIDs of their devices. */
  readonly devices: ReadonlySet<string>;
}

/** The condition with that of the key's sites. */
export function withinSites(table: Table, where: FilterPlan, scope: SiteScope | undefined): FilterPlan {
  if (!scope || !table.site) return where;
  const { column } = table.site;
  const { type } = columnOf(table, column) ?? { type: 'text' };
  const values = [...allowedIn(table.site.holds, scope)].map((text) => fromJson(type, text));
  return { kind: 'and', members: [where, { kind: 'in', operand: operandOf(table, { column, path: [] }), values }] };
}

/** Throws `42501` for a row of another site. */
export function requireSites(table: Table, rows: readonly StoredRow[], scope: SiteScope | undefined): void {
  const { site } = table;
  if (!scope || !site) return;
  const allowed = allowedIn(site.holds, scope);
  const isForeign = rows.some((row) => site.column in row && !allowed.has(String(row[site.column])));
  if (isForeign) throw restErrors['42501']({ field: table.name });
}

function allowedIn(holds: 'site' | 'device', { sites, devices }: SiteScope): ReadonlySet<string> {
  return holds === 'site' ? sites : devices;
}
