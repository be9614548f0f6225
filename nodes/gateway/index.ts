export { gatewayFacts } from './gateway-runtime.ts';
