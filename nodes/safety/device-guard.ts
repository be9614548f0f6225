import { type Clock, textOf } from '../kernel/index.ts';
import {
  type AuditEntry,
  auditEntry,
  type AuditSink,
  type PointState,
  type ProcessImage,
  type Requester,
} from '../site/index.ts';
import { CommandRate } from './command-rate.ts';
import { EffectCheck } from './effect-check.ts';
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

/**
 * Why nobody can tell which setpoint stands after a write: the register did not answer, and the next reading tells; or the
 * device confirmed the write and showed another value, as one whose readings are frozen, and only a write that it takes tells.
 */
export type Doubt = 'unanswered' | 'contradicted';

const reasonOfDoubt: Readonly<Record<Doubt, string>> = {
  unanswered: 'Nobody knows whether the device took the last write.',
  contradicted: 'The device confirmed the last write and shows another setpoint.',
};

/** The device's one writer, as the guard sees it. */
export interface CorrectionWriter {
  /** Writes what the guard owes the device; resolves when the attempt has ended, well or badly. */
  correct(correction: Correction): Promise<void>;
  /** Told in every cycle in which nothing is owed. */
  noneOwed(): void;
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
  /** Latches that stood when the gateway last ran, and those that an operator had released. */
  readonly latched?: readonly LatchingConstraint[];
  readonly released?: readonly LatchingConstraint[];
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
  readonly #effect: EffectCheck;
  #state: GuardState;
  #lastEnvelope: Envelope | undefined;
  #standing: StandingSetpoint | null = null;
  #writer: CorrectionWriter | undefined;
  #correcting = false;
  #watchdogFailures = 0;
  #lastWriteAt = -Infinity;
  #doubt: Doubt | undefined;
  readonly #inheritedUntil: number;

  constructor(options: DeviceGuardOptions) {
    this.device = options.device;
    this.#options = options;
    this.#inheritedUntil = options.clock.monotonic() + (options.inheritedLifetimeMs ?? Infinity);
    this.#rate = new CommandRate(options.clock);
    this.#effect = new EffectCheck(options.device);
    this.#state = stateAtStart(options);
  }

  get standing(): StandingSetpoint | null {
    return this.#standing;
  }

  /** True while no power stands on the device, as far as anybody can know. */
  get isAtZero(): boolean {
    return this.#standing?.kw === 0 && !this.#doubt;
  }

  /** True while the measured power stays off the setpoint: the device echoes but does not obey. */
  get notFollowed(): boolean {
    return this.#effect.notFollowed;
  }

  /** What the last judgement found, at most a cycle ago. For displays: a command is judged on a new one. */
  get lastEnvelope(): Envelope {
    return this.#lastEnvelope ?? this.envelope();
  }

  /** Time and cycle of the newest frame; a verdict also knows the answers of the cycle that is under way. */
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
    for (const constraint of before.recovering) {
      if (!this.#state.recovering.has(constraint)) this.#audit('recovery_ended', { verdict: constraint });
    }
    this.#lastEnvelope = envelopeOf(snapshot, this.#state, this.device);
    return this.#lastEnvelope;
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
    this.#doubt = undefined;
    const expiresAt =
      commandId === null && this.#standing
        ? this.#standing.expiresAt
        : now + this.device.limits.commandLifetimeS * 1000;
    this.#setStanding(kw, commandId, expiresAt);
  }

  /** Nobody can tell what a write has left on the device: any power may stand. */
  noteDoubt(doubt: Doubt): void {
    this.#lastWriteAt = this.#options.clock.monotonic();
    if (this.#doubt !== 'contradicted') this.#doubt = doubt;
  }

  noteWatchdog(served: boolean): void {
    this.#watchdogFailures = served ? 0 : this.#watchdogFailures + 1;
  }

  /** One guard cycle: adopts the setpoint that the device shows, judges it, and owes the device a correction or not. */
  observe(): void {
    try {
      this.#adoptFromDevice();
      this.#watchFollowing();
      const owed = this.owed();
      if (owed) this.#correct(owed);
      else if (!this.#correcting) this.#writer?.noneOwed();
    } catch (thrown) {
      // A guard that cannot judge has no right to leave power standing.
      const reason = `The guard failed: ${textOf(thrown)}`;
      this.#correct({ targetKw: 0, constraint: 'guard_failure', reason });
      this.#options.log(`${this.device.deviceId}: ${reason}`);
    }
  }

  /** What the gateway owes the device at this moment; the writer asks again when its turn has come. */
  owed(): Correction | undefined {
    const snapshot = this.#snapshot();
    const envelope = this.envelope();
    // Without a connection nothing can be written now, and nothing may be owed later: the next cycle judges anew.
    if (!snapshot.connected) return undefined;
    const { invalid } = this.#setpointOnDevice();
    if (invalid !== undefined) return unreadableSetpoint(`The setpoint on the device is not valid: ${invalid}.`);
    if (this.#doubt) return unreadableSetpoint(reasonOfDoubt[this.#doubt]);
    const standing = this.#standing;
    if (!standing) return this.#owedBlindly(envelope, snapshot);
    const expired = this.#options.clock.monotonic() >= standing.expiresAt;
    return superviseStanding(envelope, { kw: standing.kw, expired }, this.device.stepKw);
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
    const { value, askedAt, invalid } = this.#setpointOnDevice();
    if (!known(value) || invalid !== undefined || (askedAt ?? -Infinity) <= this.#lastWriteAt) return;
    if (this.#doubt === 'unanswered') this.#doubt = undefined;
    if (this.#standing && Math.abs(value - this.#standing.kw) < this.device.stepKw / 2) return;
    this.#audit('setpoint_adopted', { targetKw: value, details: { before: this.#standing?.kw ?? null } });
    this.#setStanding(value, null, this.#lifetimeOfAdopted());
  }

  #setpointOnDevice(): Partial<PointState> {
    const { image, setpointOnDevice } = this.#options;
    return setpointOnDevice?.() ?? image.get(this.device.deviceId)?.ofRole('setpoint') ?? {};
  }

  /** A power that already stands keeps its end: whoever changes the register does not win time. */
  #lifetimeOfAdopted(): number {
    const standing = this.#standing;
    if (standing && standing.kw !== 0) return standing.expiresAt;
    const fullEnd = this.#options.clock.monotonic() + this.device.limits.commandLifetimeS * 1000;
    return standing ? fullEnd : Math.min(fullEnd, this.#inheritedUntil);
  }

  #setStanding(kw: number, commandId: string | null, expiresAt: number): void {
    this.#standing = { kw, commandId, changedAt: this.#options.clock.monotonic(), expiresAt };
    this.#effect.restart();
  }

  /** A device that never showed its setpoint is judged by the power that it carries. */
  #owedBlindly({ minKw, maxKw }: Envelope, { powerKw }: Snapshot): Correction | undefined {
    const { toleranceKw } = this.device;
    if (!known(powerKw) || (powerKw >= minKw - toleranceKw && powerKw <= maxKw + toleranceKw)) return undefined;
    const reason = `The setpoint cannot be read and ${powerKw} kW is outside the envelope.`;
    return { targetKw: 0, constraint: 'invalid_telemetry', reason };
  }

  #watchFollowing(): void {
    const standing = this.#standing;
    const power = this.#options.image.get(this.device.deviceId)?.ofRole('power');
    if (!standing || !power || !this.#effect.observe(standing, power)) return;
    this.#audit('dispatch_not_followed', {
      targetKw: standing.kw,
      commandId: standing.commandId,
      details: { measuredKw: power.value, toleranceKw: this.device.toleranceKw },
    });
  }

  #correct(correction: Correction): void {
    if (this.#correcting || !this.#writer) return;
    void this.#carryOut(correction, this.#writer);
  }

  async #carryOut(correction: Correction, writer: CorrectionWriter): Promise<void> {
    this.#correcting = true;
    try {
      await writer.correct(correction);
    } catch (thrown) {
      this.#options.log(`${this.device.deviceId}: correction failed: ${textOf(thrown)}`);
    } finally {
      this.#correcting = false;
    }
  }

  #auditLatch(constraint: LatchingConstraint, snapshot: Snapshot): void {
    // As JSON, because a snapshot holds undefined and infinite values that a row cannot.
    this.#audit('latch_set', { verdict: constraint, details: { snapshot: JSON.stringify(snapshot) } });
  }

  #audit(kind: AuditEntry['kind'], entry: Partial<AuditEntry>): void {
    this.#options.audit
      .append(
        auditEntry({
          kind,
          siteId: this.device.siteId,
          deviceId: this.device.deviceId,
          requester: gatewayItself,
          frame: this.newestFrame,
          ...entry,
        }),
      )
      .catch((thrown: unknown) => this.#options.log(`audit of ${kind} failed: ${textOf(thrown)}`));
  }
}

/** A register that shows what no setpoint can be, or cannot be believed after a write, may hold any power. */
function unreadableSetpoint(reason: string): Correction {
  return { targetKw: 0, constraint: 'invalid_telemetry', reason };
}

/** Latches outlive a restart, and so does the small power that leads out of a released critical SOC. */
function stateAtStart({ latched, released = [] }: DeviceGuardOptions): GuardState {
  const recovering = released.filter((constraint) => constraint.startsWith('soc_critical'));
  return { ...initialState, latched: new Set(latched), recovering: new Set(recovering) };
}

/** What a sender calls itself cannot win it a rate of its own. */
function rateKey({ keyId, via }: Requester): string {
  return keyId ?? `no key, ${via}`;
}
