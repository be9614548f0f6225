import {
  choice,
  defineNode,
  type HttpRequest,
  identityOf,
  type Message,
  type Question,
  questionOf,
} from '../kernel/index.ts';
import { dailyCsv, reportCsv, reportJson } from './billing-texts.ts';
import { prefersCsv } from './csv.ts';
import { energyBilling, type EnergyReport } from './energy-billing.ts';

interface Answer {
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

const json = { 'content-type': 'application/json; charset=utf-8' };
const csv = { 'content-type': 'text/csv; charset=utf-8; header=present' };

/** Answers how much energy a block used, and how much heat it gave, from the counters of its meters. */
export default defineNode({
  type: 'busbar-billing',
  version: 1,
  fields: { operation: choice(['kwh', 'kwht', 'energy_daily'], { default: 'kwh' }) },
  open({ config: { operation } }) {
    return {
      async input(message) {
        const question = questionOf(message);
        const answer =
          operation === 'energy_daily'
            ? await dailyAnswer(message, question)
            : await reportAnswer(message, operation, question);
        return Object.assign(message, answer, { statusCode: 200 });
      },
    };
  },
});

async function reportAnswer(message: Message, operation: 'kwh' | 'kwht', question: Question): Promise<Answer> {
  const report = await energyBilling
    .get()
    .report(operation === 'kwh' ? 'electrical' : 'thermal', question, sitesOf(message));
  if (wantsCsv(message)) return { payload: await reportCsv(report), headers: csv };
  // A client gets text, because writing it at once would hold up the gateway; a flow gets what it can work with.
  const payload = message['req'] === undefined ? bodyOf(report) : await reportJson(report);
  return { payload, headers: json };
}

async function dailyAnswer(message: Message, question: Question): Promise<Answer> {
  const days = await energyBilling.get().daily(question, sitesOf(message));
  return wantsCsv(message) ? { payload: dailyCsv(days), headers: csv } : { payload: days, headers: json };
}

function bodyOf({ head, rows }: EnergyReport): unknown {
  return { ...head, data: [...rows] };
}

/** Sites that the key of the request is limited to. */
function sitesOf(message: Message): ReadonlySet<string> | undefined {
  return identityOf(message['req'])?.sites;
}

function wantsCsv(message: Message): boolean {
  const { headers } = (message['req'] ?? {}) as Partial<HttpRequest>;
  return prefersCsv(headers?.accept);
}
