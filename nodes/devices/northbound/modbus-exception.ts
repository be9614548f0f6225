/** Exception codes of the Modbus application protocol V1.1b3, section 7, as far as the port answers with them. */
const exceptionCodes = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  deviceFailure: 4,
  busy: 6,
  gatewayPath: 10,
  targetSilent: 11,
} as const;

/** What a refused setpoint adds to the exception that its master gets. */
export interface RefusalFacts {
  readonly targetKw?: number;
  /** Rule of the safety envelope that refused it. */
  readonly constraint?: string;
}

/** Ends a request with an exception response. The reason is for people: the wire carries the code alone. */
export class ModbusException extends Error {
  readonly code: number;
  readonly facts: RefusalFacts;

  constructor(kind: keyof typeof exceptionCodes, reason: string, facts: RefusalFacts = {}) {
    super(reason);
    this.name = 'ModbusException';
    this.code = exceptionCodes[kind];
    this.facts = facts;
  }
}
