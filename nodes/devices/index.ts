export { loadProfiles } from './load-profile.ts';
export { type DeviceRuntime, deviceRuntime, ManagedDevice } from './managed-device.ts';
export { northboundPorts } from './modbus-port.ts';
export type { Profile } from './profile.ts';
export { planReads } from './read-plan.ts';
export { pointIndexOf } from './register-map.ts';
export { readSetpointState } from './setpoint-state.ts';
export { ModbusTraffic, modbusTraffic } from './traffic.ts';
export { setpointOnWire, setpointStepKw } from './write-plan.ts';
