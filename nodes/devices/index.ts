export { setpointOnWire, setpointStepKw, readSetpoint } from './write-plan.ts';
export { loadProfiles } from './load-profile.ts';
export { type DeviceRuntime, deviceRuntime, ManagedDevice } from './managed-device.ts';
export type { Profile } from './profile.ts';
export { mapRegisters, pointIndexOf } from './register-map.ts';
