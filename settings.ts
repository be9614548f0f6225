import { boot } from './dist/boot.js';

const settings = boot(process.env);

// Node-RED requires this file and takes the module itself for the settings.
export { settings as 'module.exports' };
