import { rowsText } from './answer/row-text.ts';
import { typeRules } from './catalogue/column-type.ts';
import { columnOf, primaryKeyOf, type Table } from './catalogue/table.ts';
import type { StoredRow } from './catalogue/stored-value.ts';
import { planChange, planRemoval } from './plan/change-plan.ts';
import { planInsert } from './plan/insert-plan.ts';
import { planFields, planSelect } from './plan/select-plan.ts';
import { type MediaType, negotiate } from './request/media-type.ts';
import { type Preferences, readPreferences } from './request/preferences.ts';
import { checkProfile } from './request/profile.ts';
import { readRestQuery, type RestQuery } from './request/query-parameters.ts';
import { type Page, pageOf, rangeAnswer } from './request/range.ts';
import type { RestAnswer, RestRequest } from './request/rest-request.ts';
import { restErrors } from './rest-errors.ts';
import type { RowChange, WriteLimits } from './row-change.ts';
import { requireSites, type SiteScope, withinSites } from './site-scope.ts';
import type { TableService } from './table-service.ts';

export const tableVerbs = ['select', 'insert', 'update', 'delete'] as const;
export type TableVerb = (typeof tableVerbs)[number];

export interface TableQuestion {
  readonly service: TableService;
  readonly table: Table;
  readonly request: RestRequest;
  readonly scope: SiteScope | undefined;
}

/** More rows would be too much for one answer; a client pages on, or asks for what it needs. */
const maxRows = 10_000;

/** What each verb answers. All reject with the errors of the dialect, and like the store. */
export const tableAnswers: Readonly<Record<TableVerb, (question: TableQuestion) => Promise<RestAnswer>>> = {
  select: answerSelect,
  insert: answerInsert,
  update: answerUpdate,
  delete: answerDelete,
};

async function answerSelect({ service, table, request, scope }: TableQuestion): Promise<RestAnswer> {
  const { query, preferences, media } = readHead(request);
  const page = boundedPage(pageOf(query, request.range));
  const counts = preferences.count !== undefined;
  const plan = planSelect(table, query, page, counts);
  const where = withinSites(table, plan.where, scope);
  const { text, rows, total } = await service.select({ ...plan, where }, media);
  if (media.form === 'object' && rows !== 1) throw notOne(rows);
  const { status, contentRange } = rangeAnswer(page, rows, total);
  return {
    status,
    headers: { 'Content-Type': media.contentType, 'Content-Range': contentRange, ...applied(preferences) },
    body: text,
  };
}

async function answerInsert({ service, table, request, scope }: TableQuestion): Promise<RestAnswer> {
  const { query, preferences, media } = readHead(request);
  requireWritable(table);
  const plan = planInsert(table, request.body, { ...query, ...preferences }, service.clock.now());
  requireSites(table, plan.rows, scope);
  const fields = planFields(table, query.select);
  const changes = await service.insert(plan, limitsOf(preferences, media));
  const rows = changes.map(rowAfter);
  const isMerge = plan.conflict?.resolution === 'merge';
  const nothingNew = isMerge && rows.length > 0 && changes.every(({ kind }) => kind === 'UPDATE');
  const total = preferences.count === undefined ? '*' : String(rows.length);
  return written({
    status: nothingNew ? 200 : 201,
    contentRange: `*/${total}`,
    preferences,
    media,
    text: () => rowsText(fields, rows, media),
    location: preferences.return === 'headers-only' ? locationOf(table, rows) : undefined,
  });
}

async function answerUpdate({ service, table, request, scope }: TableQuestion): Promise<RestAnswer> {
  const { query, preferences, media } = readHead(request);
  requireWritable(table);
  const plan = planChange(table, request.body, query);
  requireSites(table, [plan.set], scope);
  const fields = planFields(table, query.select);
  const where = withinSites(table, plan.where, scope);
  const changes = await service.change({ ...plan, where }, limitsOf(preferences, media));
  const rows = changes.map(rowAfter);
  const span = rows.length === 0 ? '*' : `0-${rows.length - 1}`;
  return written({
    status: preferences.return === 'representation' ? 200 : 204,
    contentRange: `${span}/${preferences.count === undefined ? '*' : rows.length}`,
    preferences,
    media,
    text: () => rowsText(fields, rows, media),
  });
}

async function answerDelete({ service, table, request, scope }: TableQuestion): Promise<RestAnswer> {
  const { query, preferences, media } = readHead(request);
  requireWritable(table);
  const plan = planRemoval(table, query);
  const fields = planFields(table, query.select);
  const where = withinSites(table, plan.where, scope);
  const changes = await service.remove({ ...plan, where }, limitsOf(preferences, media));
  return written({
    status: preferences.return === 'representation' ? 200 : 204,
    contentRange: `*/${preferences.count === undefined ? '*' : changes.length}`,
    preferences,
    media,
    text: () => rowsText(fields, changes.map(rowAfter), media),
  });
}

interface Head {
  readonly query: RestQuery;
  readonly preferences: Preferences;
  readonly media: MediaType;
}

function readHead({ search, accept, prefer, profile }: RestRequest): Head {
  checkProfile(profile);
  return { query: readRestQuery(search), preferences: readPreferences(prefer), media: negotiate(accept) };
}

function boundedPage({ offset, limit = maxRows }: Page): Page {
  return { offset, limit: Math.min(limit, maxRows) };
}

interface Written {
  readonly status: number;
  readonly contentRange: string;
  readonly preferences: Preferences;
  readonly media: MediaType;
  readonly text: () => string;
  readonly location?: string | undefined;
}

/** The rows come back only where they were asked for. */
function written({ status, contentRange, preferences, media, text, location }: Written): RestAnswer {
  const shows = preferences.return === 'representation';
  return {
    status,
    headers: {
      'Content-Range': contentRange,
      ...(shows && { 'Content-Type': media.contentType }),
      ...(location !== undefined && { Location: location }),
      ...applied(preferences),
    },
    body: shows ? text() : '',
  };
}

function applied({ applied }: Preferences): Record<string, string> {
  return applied === undefined ? {} : { 'Preference-Applied': applied };
}

function limitsOf({ maxAffected }: Preferences, { form }: MediaType): WriteLimits {
  return { exactlyOne: form === 'object', maxAffected };
}

function rowAfter(change: RowChange): StoredRow {
  return change.kind === 'DELETE' ? change.old : change.record;
}

/** Where the one row that was stored can be read. */
function locationOf(table: Table, rows: readonly StoredRow[]): string | undefined {
  const [row, second] = rows;
  if (!row || second) return undefined;
  const key = primaryKeyOf(table).map((name) => {
    const { type } = columnOf(table, name) ?? { type: 'text' };
    return `${name}=eq.${encodeURIComponent(typeRules[type].toText(row[name] ?? null))}`;
  });
  return `/${table.name}?${key.join('&')}`;
}

function notOne(rows: number): Error {
  return restErrors.PGRST116({ details: `The result contains ${rows} rows` });
}

function requireWritable(table: Table): void {
  if (table.readOnly === true) throw restErrors['42501']({ field: table.name });
}
