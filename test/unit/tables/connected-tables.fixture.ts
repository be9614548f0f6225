import type { Connection } from '../../../nodes/history/connection.ts';
import { systemClock } from '../../../nodes/kernel/index.ts';
import { tableAnswers, type TableVerb } from '../../../nodes/tables/answer-table.ts';
import type { RestAnswer, RestRequest } from '../../../nodes/tables/request/rest-request.ts';
import type { CommittedRows } from '../../../nodes/tables/row-bus.ts';
import { TableService } from '../../../nodes/tables/table-service.ts';
import { ConnectedStore } from '../history/history.fixture.ts';

/** The tables of contract 001 on a connection, asked as a client asks. */
export class ConnectedTables {
  readonly service: TableService;
  readonly committed: CommittedRows[] = [];

  constructor(connection: Connection) {
    const report = (text: string): never => {
      throw new Error(text);
    };
    this.service = new TableService({ store: new ConnectedStore(connection).asStore(), clock: systemClock, report });
    this.service.bus.subscribe((each) => this.committed.push(each));
  }

  ask(verb: TableVerb, name: string, request: Partial<RestRequest> = {}): Promise<RestAnswer> {
    const table = this.service.table(name);
    if (!table) throw new Error(`no table ${name}`);
    const asked = { search: '', body: undefined, ...request };
    return tableAnswers[verb]({ service: this.service, table, request: asked, scope: undefined });
  }

  /** The rows of a read. */
  async rows(name: string, search: string): Promise<unknown> {
    return JSON.parse((await this.ask('select', name, { search })).body);
  }
}
