import type { HealthBody } from '../../../nodes/gateway/health.ts';
import type { StatusBody } from '../../../nodes/gateway/status.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DispatchCommand {
  readonly target_kw: unknown;
  readonly source?: string;
  readonly device_id?: string;
}

/** An entry of `GET /api/v1/audit`, as far as fault tests look at it. */
export interface AuditedEntry {
  readonly seq: number;
  readonly kind: string;
  readonly device_id: string | null;
  readonly target_kw: number | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly requester: { readonly source: string };
}

/** The gateway's API as a client sees it. Every call rejects when the gateway is gone. */
export class GatewayClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  dispatch(command: DispatchCommand): Promise<Answer> {
    return this.#post('/api/v1/dispatch', command);
  }

  release(constraint: string, deviceId: string): Promise<Answer> {
    const release = { constraint, device_id: deviceId, operator: 'fault test', reason: 'The test ended the cause.' };
    return this.#post('/api/v1/safety/release', release);
  }

  async health(): Promise<HealthBody> {
    return (await this.#get('/health')).body as unknown as HealthBody;
  }

  async status(): Promise<StatusBody> {
    return (await this.#get('/api/v1/status')).body as unknown as StatusBody;
  }

  /** The newest entries first. */
  async audit(limit: number): Promise<readonly AuditedEntry[]> {
    const { status, body } = await this.#get(`/api/v1/audit?limit=${limit}`);
    if (status !== 200) throw new Error(`the audit log answers ${status} ${JSON.stringify(body)}`);
    return body['entries'] as AuditedEntry[];
  }

  async #get(path: string): Promise<Answer> {
    return answerOf(await fetch(this.#url + path));
  }

  async #post(path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return answerOf(await fetch(this.#url + path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
