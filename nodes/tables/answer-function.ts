import { rowsText } from './answer/row-text.ts';
import type { TableFunction } from './functions/table-function.ts';
import { planSelect } from './plan/select-plan.ts';
import { selectInMemory } from './plan/select-in-memory.ts';
import { negotiate } from './request/media-type.ts';
import { readPreferences } from './request/preferences.ts';
import { checkProfile } from './request/profile.ts';
import { readRestQuery } from './request/query-parameters.ts';
import { pageOf, rangeAnswer } from './request/range.ts';
import type { RestAnswer, RestRequest } from './request/rest-request.ts';
import { restErrors } from './rest-errors.ts';
import type { SiteScope } from './site-scope.ts';

export interface FunctionQuestion {
  readonly tableFunction: TableFunction;
  readonly request: RestRequest;
  readonly scope: SiteScope | undefined;
}

/**
 * Calls a function with the arguments of the body or, without one, of the address; whatever else stands in the address
 * chooses among the rows. Rejects with `PGRST202` for an argument that the function has not, and like the function.
 */
export async function answerFunction({ tableFunction, request, scope }: FunctionQuestion): Promise<RestAnswer> {
  checkProfile(request.profile);
  const preferences = readPreferences(request.prefer);
  const media = negotiate(request.accept);
  const isPost = request.body !== undefined;
  const query = readRestQuery(request.search, isPost ? [] : tableFunction.argumentNames);
  const given = isPost ? argumentsOf(tableFunction, request.body) : query.arguments;
  const page = pageOf(query, request.range);
  const plan = planSelect(tableFunction.result, query, page, preferences.count !== undefined);
  const { rows, total } = selectInMemory(plan, await tableFunction.call(given, scope));
  if (media.form === 'object' && rows.length !== 1) {
    throw restErrors.PGRST116({ details: `The result contains ${rows.length} rows` });
  }
  const { status, contentRange } = rangeAnswer(page, rows.length, plan.counts ? total : undefined);
  return {
    status,
    headers: {
      'Content-Type': media.contentType,
      'Content-Range': contentRange,
      ...(preferences.applied !== undefined && { 'Preference-Applied': preferences.applied }),
    },
    body: rowsText(plan.fields, rows, media),
  };
}

function argumentsOf({ name, argumentNames }: TableFunction, body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw restErrors.PGRST102({ limit: 'Empty or invalid json' });
  }
  const names = Object.keys(body).sort();
  if (names.every((each) => argumentNames.includes(each))) return body as Readonly<Record<string, unknown>>;
  throw restErrors.PGRST202({
    field: name,
    value: names.join(', '),
    details: `Searched for the function public.${name} with parameters ${names.join(', ')}, but no matches were found in the schema cache.`,
    hint: `Perhaps you meant to call the function public.${name}(${argumentNames.join(', ')})`,
  });
}
