export { type ServersOptions, startServers } from './start-servers.ts';
