import { boot } from './boot.ts';

const settings = boot(process.env);

// Node-RED requires the built file and takes the module itself for the settings.
export { settings as 'module.exports' };
