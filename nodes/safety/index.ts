export { DeviceGuard, type CorrectionWriter, type StandingSetpoint } from './device-guard.ts';
export { type Constraint, constraints, type Envelope, type Narrowing } from './envelope.ts';
export { type GuardState, type LatchingConstraint, latchingConstraints } from './guard-state.ts';
export type { CommandContext, Verdict } from './judge-command.ts';
export { type GuardedDevice, staleLimitMs } from './limits.ts';
export { type Permit, PermitLedger, type Redemption } from './permit-ledger.ts';
export { safetyRuntime, type SafetyRuntime } from './safety-runtime.ts';
export { type Snapshot, type Tag } from './snapshot.ts';
export { type Correction } from './supervise.ts';
