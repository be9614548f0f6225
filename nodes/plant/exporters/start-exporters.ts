import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { textOf } from '../../kernel/index.ts';
import { errors } from '../errors.ts';
import type { PlantLoad } from './plant-load.ts';
import { gpuText, startGpu, stepGpu } from './simulated-gpu.ts';
import { clusterResources } from './simulated-hypervisor.ts';
import { type HostDesign, hostText, startHost, stepHost } from './simulated-host.ts';

export interface ExportersOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly load: () => PlantLoad;
}

export interface Exporters {
  readonly port: number;
  close(): Promise<void>;
}

interface Page {
  readonly type: string;
  readonly text: () => string;
}

const gibibyte = 1024 ** 3;
const host = '127.0.0.1';

const aiServer: HostDesign = {
  name: 'ai server',
  cores: 16,
  memoryBytes: 64 * gibibyte,
  diskBytes: 2000 * gibibyte,
  useOfPlant: 0.6,
};
const appServer: HostDesign = {
  name: 'app server',
  cores: 8,
  memoryBytes: 32 * gibibyte,
  diskBytes: 1000 * gibibyte,
  useOfPlant: 0.4,
};

/**
 * The AI and the app server of the plant: their exporters' text and their hypervisor's JSON, over HTTP. What they do
 * follows the load of the plant's computing equipment. Rejects with `plant_port_unavailable`.
 */
export async function startExporters({ port, load }: ExportersOptions): Promise<Exporters> {
  const pages = pagesOf(load);
  const server = createServer((request, response) => {
    const page = request.method === 'GET' ? pages[request.url ?? ''] : undefined;
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': page.type }).end(page.text());
  });
  server.maxConnections = 64;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (thrown) {
    throw errors.plant_port_unavailable({ value: port, limit: textOf(thrown) });
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Each question moves what it asks about to the present of the plant. */
function pagesOf(load: () => PlantLoad): Readonly<Record<string, Page>> {
  let ai = startHost(aiServer, load());
  let app = startHost(appServer, load());
  let gpu = startGpu(load());
  const text = 'text/plain; version=0.0.4; charset=utf-8';
  return {
    '/ai-server/metrics': {
      type: text,
      text: () => hostText((ai = stepHost(ai, aiServer, load())), aiServer, load()),
    },
    '/ai-server/gpu/metrics': { type: text, text: () => gpuText((gpu = stepGpu(gpu, load()))) },
    '/app-server/metrics': {
      type: text,
      text: () => hostText((app = stepHost(app, appServer, load())), appServer, load()),
    },
    '/app-server/api2/json/cluster/resources': {
      type: 'application/json;charset=UTF-8',
      text: () => JSON.stringify(clusterResources((app = stepHost(app, appServer, load())), appServer)),
    },
  };
}
