export { createFrontDoor, frontDoor, type FrontDoor, type FrontDoorOptions } from './front-door.ts';
export { createMetrics, gatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';
export { frontDoorVariables } from './variables.ts';
