import { readFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { banner } from './boot/banner.ts';
import { defaultProfilesFolder, defaultSiteFile, Gateway } from './boot/gateway.ts';
import { editorPath, editorUserOf, nodeRedSettings } from './boot/node-red-settings.ts';
import { standInForMissingTypes } from './boot/missing-types.ts';
import { nodeRedStarting } from './boot/node-red-starting.ts';
import { prepareBeforeExit } from './boot/signals.ts';
import { variables } from './boot/variables.ts';
import { createFrontDoor, frontDoor } from './nodes/api/index.ts';
import { createFlowStorage } from './nodes/flows/index.ts';
import { hashOfFiles } from './nodes/events/index.ts';
import { plantFolder } from './nodes/plant/index.ts';
import { currentHealth } from './nodes/gateway/index.ts';
import { type NodeApi, projectRoot, readEnvironment, systemClock, textOf } from './nodes/kernel/index.ts';

export { variables };

const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string };

/** Node-RED's settings for this environment; the gateway's services start beside it. A wrong value ends the process. */
export function boot(env: NodeJS.ProcessEnv): Record<string, unknown> {
  try {
    return start(env);
  } catch (thrown) {
    return giveUp(thrown);
  }
}

function start(env: NodeJS.ProcessEnv): Record<string, unknown> {
  const config = readEnvironment(variables, env);
  // Flows name these ports by their variables.
  env['PLANT_PORT'] = String(config.PLANT_PORT);
  env['NORTHBOUND_PORT'] = String(config.NORTHBOUND_PORT);
  env['EXPORTER_PORT'] = String(config.EXPORTER_PORT);
  const dataFolder = path.resolve(config.BUSBAR_DATA);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const editorUsers = config.EDITOR_USERS.map(editorUserOf);
  const editorOpen = config.BUSBAR_MODE === 'development' || editorUsers.length > 0;
  const clock = systemClock;

  const gateway = new Gateway({
    siteFile: path.resolve(config.SITE || defaultSiteFile),
    profilesFolder: path.resolve(config.PROFILES || defaultProfilesFolder),
    dataFolder,
    storeMaxMb: config.STORE_MAX_MB,
    storeUrl: config.STORE_URL,
    intrusion: { settings: config },
    readings: { readingPeriodMs: config.READING_PERIOD_MS, readingKeepDays: config.READING_KEEP_DAYS },
    telemetry: { cloud: config, rawMaxAgeH: config.RAW_MAX_AGE_H, rawMaxMb: config.RAW_MAX_MB },
    simulatedHistoryDays: config.SIMULATED_HISTORY_DAYS,
    version,
    clock,
    log,
    flowWarnings: () => storage.reports().map(({ text }) => text),
  });
  const { model } = gateway.site;
  const door = createFrontDoor({
    clock,
    dataDir: dataFolder,
    mode: config.BUSBAR_MODE,
    host: config.HOST,
    publicHosts: config.PUBLIC_HOSTS,
    extraPorts: config.EXTRA_PORTS,
    maxConnections: config.MAX_CONNECTIONS,
    rateLimits: {
      roles: { anon: config.RATE_LIMIT_ANON, auth: config.RATE_LIMIT_AUTH, service: config.RATE_LIMIT_SERVICE },
      failures: config.RATE_LIMIT_FAILURES,
    },
    dashboardKey: config.DASHBOARD_API_KEY,
    editorPath: editorOpen ? editorPath : null,
    simulated: model.gateway.simulated,
    tls: false,
    version,
    status: () => currentHealth().status,
    metrics: gateway.metrics,
    log: { warn: log, error: log },
    refuseStart: (reason) => giveUp(new Error(reason)),
  });
  frontDoor.provide(door);
  const storage = createFlowStorage({
    shippedDir: path.join(projectRoot, 'flows'),
    dataDir: dataFolder,
    unguarded: model.unguarded,
    allowed: config.ALLOW_RAW_NODES,
    env,
  });

  const recordFlows = async (): Promise<void> => {
    const flows = JSON.stringify(await storage.getFlows());
    await gateway.recordConfiguration({ flows: hashOfFiles(new Map([['flows', flows]])) }, 'deploy');
  };
  plantFolder.provide(dataFolder);

  // Flows come only after the services that their nodes look up.
  const started = gateway.start();
  started.catch(giveUp);
  nodeRedStarting.provide((red: NodeApi) => {
    door.attach(red);
    standInForMissingTypes(red, log);
    red.events.on('flows:started', () => {
      recordFlows().catch((thrown: unknown) => log(`The change of flows is not in the event log: ${textOf(thrown)}`));
    });
    red.events.once('flows:started', () => {
      prepareBeforeExit(async () => {
        door.close();
        await gateway.stop();
      }, log);
      const origin = `http://${reachableHost(config.HOST)}:${config.PORT}`;
      const { firstKeysPath } = door;
      const devicesWithoutWatchdog = gateway.devicesWithoutWatchdog();
      const mode = config.BUSBAR_MODE;
      const faults = gateway.site.deviceFaults;
      log(
        banner({
          site: model,
          faults,
          version,
          mode,
          origin,
          editorOpen,
          firstKeysPath,
          dataFolder,
          devicesWithoutWatchdog,
        }),
      );
    });
  });
  return nodeRedSettings({
    host: config.HOST,
    port: config.PORT,
    dataFolder,
    door,
    storage: {
      ...storage,
      // Node-RED stops its flows as soon as it has stored new ones, or read them again.
      async getFlows() {
        await started;
        const flows = await storage.getFlows();
        await door.drain();
        return flows;
      },
      async saveFlows(flows: Parameters<typeof storage.saveFlows>[0]) {
        await storage.saveFlows(flows);
        await door.drain();
      },
    },
    editorOpen,
    editorUsers,
    credentialSecret: config.CREDENTIAL_SECRET,
  });
}

/** A host that a browser on this machine can open. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function log(text: string): void {
  process.stdout.write(`${text}\n`);
}

function giveUp(thrown: unknown): never {
  process.stderr.write(`Busbar cannot start: ${textOf(thrown)}\n`);
  process.exit(1);
}
