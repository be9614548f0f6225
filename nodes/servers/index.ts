export { addServerPoints, type ServersOptions, startServers } from './start-servers.ts';
