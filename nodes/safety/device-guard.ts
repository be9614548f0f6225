import { type Clock, textOf } from '../kernel/index.ts';
import type { AuditEntry, AuditSink, PointState, ProcessImage, Requester } from '../site/index.ts';
import { CommandRate } from './command-rate.ts';
import { type Constraint, type Envelope, envelopeOf } from './envelope.ts';
import {
  advance,
  type GuardState,
  initialState,
  known,
  type LatchingConstraint,
  release,
  type ReleaseRefusal,
} from './guard-state.ts';
import { judgeCommand, type Verdict } from './judge-command.ts';
import type { GuardedDevice } from './limits.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { type Correction, superviseStanding } from './supervise.ts';

/** The device's one writer, as the guard sees it. */
export interface CorrectionWriter {
  /** Writes what the guard owes the device; resolves when the attempt has ended, well or badly. */
  correct(correction: Correction): Promise<void>;
}

/** The setpoint that stands on the device, as far as the gateway knows. */
export interface StandingSetpoint {
  readonly kw: number;
  /** Command that set it; null when it was found on the device. */
  readonly commandId: string | null;
  /** Monotonic time of the last change, milliseconds. */
  readonly changedAt: number;
  /** Monotonic time at which the gateway writes zero. */
  readonly expiresAt: number;
}

export interface DeviceGuardOptions {
  readonly device: GuardedDevice;
  readonly gridMeterId?: string | undefined;
  readonly image: ProcessImage;
  readonly clock: Clock;
  readonly audit: AuditSink;
  readonly isIdsAlert: () => boolean;
  /** Reads the setpoint of a device that has no single point for it, such as one register for each direction. */
  readonly setpointOnDevice?: () => PointState;
  /** Told of every refused command. */
  readonly onBlock: (constraint: Constraint) => void;
  readonly log: (text: string) => void;
  /** Latches that stood when the gateway last ran. */
  readonly latched?: readonly LatchingConstraint[];
  /** What is left of the life time of the last command of an earlier run, milliseconds; it limits the first adoption. */
  readonly inheritedLifetimeMs?: number | undefined;
}

const gatewayItself: Requester = { keyId: null, source: 'safety-guard', via: 'gateway' };

/**
 * Guards one controllable device: judges commands, and in every cycle the setpoint that stands. It reads the process
 * image alone and remembers latches, hysteresis, the standing setpoint and the command rate.
 */
export class DeviceGuard {
  readonly device: GuardedDevice;
  readonly #options: DeviceGuardOptions;
  readonly #rate: CommandRate;
  #state: GuardState;
  #standing: StandingSetpoint | null = null;
  #writer: CorrectionWriter | undefined;
  #correcting = false;
  #watchdogFailures = 0;
  #lastWriteAt = -Infinity;
  #strayCycles = 0;
  #followedAt = -Infinity;

  constructor(options: DeviceGuardOptions) {
    this.device = options.device;
    this.#options = options;
    this.#rate = new CommandRate(options.clock);
    this.#state = { ...initialState, latched: new Set(options.latched) };
  }

  get standing(): StandingSetpoint | null {
    return this.#standing;
  }

  /** True while the measured power stays off the setpoint: the device echoes but does not obey. */
  get notFollowed(): boolean {
    return this.#strayCycles >= 3;
  }

  /** Time and cycle of the frame that a verdict of this moment rests on. */
  get newestFrame(): AuditEntry['frame'] {
    const frame = this.#options.image.get(this.device.deviceId)?.frame;
    return frame ? { ts: frame.ts, cycle: frame.cycle } : null;
  }

  attachWriter(writer: CorrectionWriter): void {
    this.#writer = writer;
  }

  /** The interval that the newest telemetry allows. */
  envelope(): Envelope {
    const snapshot = this.#snapshot();
    const before = this.#state;
    this.#state = advance(before, snapshot, this.device);
    for (const constraint of this.#state.latched) {
      if (!before.latched.has(constraint)) this.#auditLatch(constraint, snapshot);
    }
    return envelopeOf(snapshot, this.#state, this.device);
  }

  /** Judges a new command of a requester. A refusal is counted. */
  judge(target: unknown, requester: Requester): Verdict {
    return this.#judge(target, this.#rate.lastMinute(rateKey(requester)));
  }

  /** Judges a permitted command again in the moment of writing, and counts it when it may go. */
  judgeAtWrite(targetKw: number, requester: Requester): Verdict {
    const verdict = this.#judge(targetKw, this.#rate.lastMinute(rateKey(requester)));
    // A stop wears nothing that a limit could protect.
    if (verdict.permitted && targetKw !== 0) this.#rate.accept(rateKey(requester));
    return verdict;
  }

  /** The device took a setpoint: the life time of a command starts, a correction keeps the running one. */
  noteWritten(kw: number, commandId: string | null): void {
    const now = this.#options.clock.monotonic();
    this.#lastWriteAt = now;
    const expiresAt =
      commandId === null && this.#standing
        ? this.#standing.expiresAt
        : now + this.device.limits.commandLifetimeS * 1000;
    this.#setStanding(kw, commandId, expiresAt);
  }

  noteWatchdog(served: boolean): void {
    this.#watchdogFailures = served ? 0 : this.#watchdogFailures + 1;
  }

  /** One guard cycle: adopts the setpoint that the device shows, judges it, and owes the device a correction or not. */
  observe(): void {
    try {
      const envelope = this.envelope();
      this.#adoptFromDevice();
      this.#watchFollowing();
      const standing = this.#standing;
      const expired = standing !== null && this.#options.clock.monotonic() >= standing.expiresAt;
      const correction = superviseStanding(envelope, { kw: standing?.kw ?? null, expired }, this.device.stepKw);
      // Without a connection nothing can be written now, and nothing may be owed later: the next cycle judges anew.
      if (correction && !envelope.narrowings.some(({ constraint }) => constraint === 'disconnected')) {
        this.#correct(correction);
      }
    } catch (thrown) {
      // A guard that cannot judge has no right to leave power standing.
      const reason = `The guard failed: ${textOf(thrown)}`;
      this.#options.log(`${this.device.deviceId}: ${reason}`);
      this.#correct({ targetKw: 0, constraint: 'guard_failure', reason });
    }
  }

  /** Lifts a latched stop by an operator's word, or says why not. */
  release(constraint: LatchingConstraint): 'released' | ReleaseRefusal {
    const outcome = release(this.#state, constraint, this.#snapshot());
    if (typeof outcome === 'string') return outcome;
    this.#state = outcome;
    return 'released';
  }

  #judge(target: unknown, commandsLastMinute: number): Verdict {
    const standing = this.#standing;
    const verdict = judgeCommand(target, this.envelope(), this.device, {
      standingKw: standing?.kw ?? null,
      sinceChangeMs: standing ? this.#options.clock.monotonic() - standing.changedAt : Infinity,
      commandsLastMinute,
    });
    if (!verdict.permitted) this.#options.onBlock(verdict.constraint);
    return verdict;
  }

  #snapshot(): Snapshot {
    const { image, gridMeterId, clock, isIdsAlert } = this.#options;
    return takeSnapshot({
      image,
      deviceId: this.device.deviceId,
      gridMeterId,
      staleMs: this.device.staleMs,
      nowMs: clock.monotonic(),
      idsAlert: isIdsAlert(),
      watchdogFailures: this.#watchdogFailures,
    });
  }

  /** What the register says is what stands, whoever wrote it; a reading from before our own last write says nothing. */
  #adoptFromDevice(): void {
    const image = this.#options.image.get(this.device.deviceId);
    const { value, goodAt, invalid } = this.#options.setpointOnDevice?.() ?? image?.ofRole('setpoint') ?? {};
    const readFrom = (goodAt ?? -Infinity) - (image?.frame?.durationMs ?? 0);
    if (!known(value) || invalid !== undefined || readFrom <= this.#lastWriteAt) return;
    if (value === this.#standing?.kw) return;
    const { clock, inheritedLifetimeMs = Infinity } = this.#options;
    const fullMs = this.device.limits.commandLifetimeS * 1000;
    const lifetimeMs = this.#standing ? fullMs : Math.min(fullMs, Math.max(0, inheritedLifetimeMs));
    this.#audit('setpoint_adopted', { targetKw: value, details: { before: this.#standing?.kw ?? null } });
    this.#setStanding(value, null, clock.monotonic() + lifetimeMs);
  }

  #setStanding(kw: number, commandId: string | null, expiresAt: number): void {
    this.#standing = { kw, commandId, changedAt: this.#options.clock.monotonic(), expiresAt };
    this.#strayCycles = 0;
  }

  /** The effect check: an inverter can echo, show the register and still not move. */
  #watchFollowing(): void {
    const standing = this.#standing;
    const image = this.#options.image.get(this.device.deviceId);
    const power = image?.ofRole('power');
    if (!standing || power?.value === null || power?.value === undefined) return;
    const readFrom = power.goodAt - (image?.frame?.durationMs ?? 0);
    if (readFrom < standing.changedAt + this.device.settleMs || power.goodAt === this.#followedAt) return;
    this.#followedAt = power.goodAt;
    const follows = Math.abs(power.value - standing.kw) <= this.device.toleranceKw;
    const wasNotFollowed = this.notFollowed;
    this.#strayCycles = follows ? 0 : this.#strayCycles + 1;
    if (this.notFollowed && !wasNotFollowed) {
      this.#audit('dispatch_not_followed', {
        targetKw: standing.kw,
        commandId: standing.commandId,
        details: { measuredKw: power.value, toleranceKw: this.device.toleranceKw },
      });
    }
  }

  #correct(correction: Correction): void {
    if (this.#correcting || !this.#writer) return;
    this.#correcting = true;
    this.#writer
      .correct(correction)
      .catch((thrown: unknown) => this.#options.log(`${this.device.deviceId}: correction failed: ${textOf(thrown)}`))
      .finally(() => {
        this.#correcting = false;
      });
  }

  #auditLatch(constraint: LatchingConstraint, snapshot: Snapshot): void {
    this.#audit('latch_set', { verdict: constraint, details: { snapshot: { ...snapshot } } });
  }

  #audit(kind: AuditEntry['kind'], entry: Partial<AuditEntry>): void {
    this.#options.audit
      .append({
        kind,
        siteId: this.device.siteId,
        deviceId: this.device.deviceId,
        commandId: null,
        requester: gatewayItself,
        targetKw: null,
        verdict: null,
        reason: null,
        frame: this.newestFrame,
        latencyMs: null,
        details: {},
        ...entry,
      })
      .catch((thrown: unknown) => this.#options.log(`audit of ${kind} failed: ${textOf(thrown)}`));
  }
}

function rateKey({ keyId, source }: Requester): string {
  return keyId ?? `source:${source}`;
}
