export { currentHealth, gatewayFacts } from './gateway-runtime.ts';
