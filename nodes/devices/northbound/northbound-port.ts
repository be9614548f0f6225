import { asBusbarError, type Clock, type RateLimit, TokenBucket } from '../../kernel/index.ts';
import type { DeviceGuard, PermitLedger } from '../../safety/index.ts';
import type { AuditSink } from '../../site/index.ts';
import type { ManagedDevice } from '../managed-device.ts';
import type { DeviceMap } from '../register-map.ts';
import type { ModbusTraffic } from '../traffic.ts';
import { carryOutCommand } from './command.ts';
import { type ListenerLimits, MasterListener, type MasterRequest } from './master-listener.ts';
import { ModbusException, type RefusalFacts } from './modbus-exception.ts';
import {
  exceptionResponse,
  isWrite,
  type MasterRead,
  type MasterWrite,
  operationOf,
  parseRequest,
  readResponse,
  writeResponse,
} from './pdu.ts';
import { PeerList } from './peer-list.ts';
import { RegisterView } from './register-view.ts';
import { targetOfWrite } from './setpoint-write.ts';

export interface PortSettings {
  readonly device: string;
  readonly host: string;
  readonly port: number;
  /** Addresses and networks from which masters may connect, separated by commas. */
  readonly allow: string;
  /** Unit id that the port answers to; 0 is the device's own. */
  readonly unit: number;
}

export interface PortLimits extends ListenerLimits {
  /** Requests to write, of all connections together: each leaves rows in the audit log. */
  readonly writes: RateLimit;
}

export interface NorthboundPortOptions {
  readonly settings: PortSettings;
  readonly device: ManagedDevice;
  /** Present for a device that can be controlled. */
  readonly guard: DeviceGuard | undefined;
  readonly permits: PermitLedger;
  readonly audit: AuditSink;
  readonly traffic: ModbusTraffic;
  readonly clock: Clock;
  readonly limits?: Partial<PortLimits>;
}

/** A request to write and what became of it. */
export interface WriteVerdict {
  readonly deviceId: string;
  readonly peer: string;
  readonly functionCode: number;
  readonly address: number;
  readonly verdict: 'executed' | 'refused';
  /** Power asked for, kW, positive charges; null when the request did not come as far as to name one. */
  readonly targetKw: number | null;
  /** Exception code that the master got. */
  readonly exception: number | null;
  readonly constraint: string | null;
  readonly reason: string | null;
}

/** How a request ended: with the refusal when its response is an exception. */
interface Outcome extends RefusalFacts {
  readonly response: Buffer;
  readonly refusal?: ModbusException;
}

const defaultLimits: PortLimits = {
  connections: 8,
  perConnection: { perMinute: 3000, burst: 100 },
  total: { perMinute: 12_000, burst: 400 },
  writes: { perMinute: 300, burst: 20 },
  idleMs: 60_000,
};

/**
 * One device as the other masters of the site see it. Reads are answered from what the gateway last read; writes of the
 * setpoint take the way of every command: recorded, judged, permitted, carried out by the device's one writer.
 */
export class NorthboundPort {
  readonly #options: NorthboundPortOptions;
  readonly #unit: number;
  readonly #writes: TokenBucket;
  readonly #listener: MasterListener;
  readonly #taps = new Set<(verdict: WriteVerdict) => void>();
  #view: { readonly map: DeviceMap; readonly registers: RegisterView } | undefined;
  #requests = 0;

  private constructor(options: NorthboundPortOptions) {
    const { settings, device, clock } = options;
    const limits = { ...defaultLimits, ...options.limits };
    const peers = new PeerList(settings.allow);
    this.#options = options;
    this.#unit = settings.unit || (device.model.unit ?? device.profile.connection.unit);
    this.#writes = new TokenBucket(limits.writes, clock.monotonic());
    this.#listener = new MasterListener({
      host: settings.host,
      port: settings.port,
      limits,
      clock,
      isAllowed: (address) => peers.has(address),
      answer: (request) => this.#answer(request),
    });
  }

  /** Throws `bad_peer` or `port_unavailable`. */
  static async open(options: NorthboundPortOptions): Promise<NorthboundPort> {
    const port = new NorthboundPort(options);
    await port.#listener.listen();
    return port;
  }

  get port(): number {
    return this.#listener.port;
  }

  get unit(): number {
    return this.#unit;
  }

  get connections(): number {
    return this.#listener.connections;
  }

  /** Requests since it was opened, refused ones included. */
  get requests(): number {
    return this.#requests;
  }

  /** Tells of every request to write. Returns the function that ends it. */
  tap(listener: (verdict: WriteVerdict) => void): () => void {
    this.#taps.add(listener);
    return () => this.#taps.delete(listener);
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  async #answer(request: MasterRequest): Promise<Buffer> {
    const at = this.#options.clock.monotonic();
    this.#requests += 1;
    const outcome = await this.#outcomeOf(request, at);
    this.#tellTraffic(request, at, outcome);
    this.#tellTaps(request, outcome);
    return outcome.response;
  }

  async #outcomeOf(request: MasterRequest, receivedAt: number): Promise<Outcome> {
    try {
      const asked = this.#admit(request);
      if (asked.kind === 'read') return { response: this.#read(asked) };
      const targetKw = await this.#write(asked, request.peer, receivedAt);
      return { response: writeResponse(request.pdu), targetKw };
    } catch (thrown) {
      const refusal = exceptionOf(thrown);
      return { response: exceptionResponse(request.pdu, refusal.code), refusal, ...refusal.facts };
    }
  }

  #admit({ unit, pdu, isOverRate }: MasterRequest): MasterRead | MasterWrite {
    if (unit !== this.#unit) throw new ModbusException('gatewayPath', `this port answers to unit ${this.#unit}`);
    if (isOverRate) throw new ModbusException('busy', 'requests come faster than the port answers them');
    return parseRequest(pdu);
  }

  #read(asked: MasterRead): Buffer {
    const { device, clock } = this.#options;
    const values = this.#registers(this.#map()).read(asked, {
      stateOf: (column) => device.image.at(column),
      scaleFactors: device.poller.scaleFactors,
      nowMs: clock.monotonic(),
    });
    return readResponse(asked.functionCode, values);
  }

  /** Returns the power that the device now has for its setpoint. */
  async #write(asked: MasterWrite, peer: string, receivedAt: number): Promise<number> {
    const { device, guard, permits, audit } = this.#options;
    const { writer, poller } = device;
    const targetKw = targetOfWrite(this.#map(), asked, guard?.standing?.kw ?? 0, poller.scaleFactors);
    if (!guard || !writer) throw new ModbusException('illegalAddress', `${device.model.id} cannot be controlled`);
    if (!this.#writes.take(receivedAt))
      throw new ModbusException('busy', 'writes come faster than the port carries them out');
    const requester = { keyId: null, source: `modbus ${peer}`, via: 'modbus' } as const;
    const details = { requested: String(targetKw), functionCode: asked.functionCode, address: asked.address };
    const command = { target: targetKw, requester, receivedAt, details };
    try {
      const outcome = await carryOutCommand(command, { guard, permits, audit, writer });
      if (!('permitted' in outcome)) return targetKw;
      const { reason, constraint } = outcome;
      throw new ModbusException('deviceFailure', reason, { targetKw, constraint });
    } catch (thrown) {
      throw thrown instanceof ModbusException ? thrown : refusedByWriter(thrown, targetKw);
    }
  }

  #map(): DeviceMap {
    const { map } = this.#options.device.poller;
    if (map) return map;
    throw new ModbusException('targetSilent', 'the registers of the device are not known yet');
  }

  #registers(map: DeviceMap): RegisterView {
    if (this.#view?.map !== map) this.#view = { map, registers: new RegisterView(map) };
    return this.#view.registers;
  }

  #tellTraffic({ pdu }: MasterRequest, at: number, { refusal }: Outcome): void {
    const { traffic, clock, device } = this.#options;
    const operation = { ...operationOf(pdu), deviceId: device.model.id, origin: 'northbound' as const };
    traffic.publish({ ...operation, at, responseMs: clock.monotonic() - at, ok: refusal === undefined });
  }

  #tellTaps({ pdu, peer }: MasterRequest, { refusal, targetKw, constraint }: Outcome): void {
    const { functionCode, address } = operationOf(pdu);
    if (!isWrite(functionCode)) return;
    const verdict: WriteVerdict = {
      deviceId: this.#options.device.model.id,
      peer,
      functionCode,
      address,
      verdict: refusal ? 'refused' : 'executed',
      targetKw: targetKw ?? null,
      exception: refusal?.code ?? null,
      constraint: constraint ?? null,
      reason: refusal?.message ?? null,
    };
    for (const tap of this.#taps) tap(verdict);
  }
}

function exceptionOf(thrown: unknown): ModbusException {
  return thrown instanceof ModbusException
    ? thrown
    : new ModbusException('deviceFailure', asBusbarError(thrown).message);
}

/** The device said no, the newest telemetry forbade it, or nobody knows: then its master must read the register. */
function refusedByWriter(thrown: unknown, targetKw: number): ModbusException {
  const { code, message, facts } = asBusbarError(thrown);
  const constraint = facts['safety_constraint'];
  return new ModbusException(code === 'command_unknown' ? 'targetSilent' : 'deviceFailure', message, {
    targetKw,
    ...(typeof constraint === 'string' && { constraint }),
  });
}
