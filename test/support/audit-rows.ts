import { ask } from './http.ts';

/** An entry of `GET /api/v1/audit`, as far as tests of whole gateways look at it. */
export interface AuditRow {
  readonly seq: number;
  readonly kind: string;
  readonly verdict: string | null;
  readonly requester: { readonly via: string };
  readonly frame: { readonly cycle: number } | null;
}

/** Everything that a gateway in development mode has audited after a row, oldest first; all of it after row 0. */
export async function auditedAfter(port: number, seq: number): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = [];
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
    const { entries, next_before_seq: next } = await pageOf(port, before);
    const newer = entries.filter((row) => row.seq > seq);
    rows.push(...newer);
    before = newer.length < entries.length ? null : next;
  }
  return rows.reverse();
}

interface Page {
  readonly entries: readonly AuditRow[];
  readonly next_before_seq: number | null;
}

async function pageOf(port: number, before: number): Promise<Page> {
  const { json } = await ask({ port, path: `/api/v1/audit?limit=1000&before_seq=${before}` });
  return json as Page;
}
