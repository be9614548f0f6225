export { DailyClose } from './daily-close.ts';
export { EnergyBilling, energyBilling } from './energy-billing.ts';
