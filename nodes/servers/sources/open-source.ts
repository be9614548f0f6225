import { readFileSync } from 'node:fs';
import type { ServerSource } from '../../site/index.ts';
import { errors } from '../server-errors.ts';
import { localHostSource } from './local-host.ts';
import { nodeExporterSource } from './node-exporter.ts';
import { nvidiaSource } from './nvidia.ts';
import { prometheusSource } from './prometheus.ts';
import { proxmoxSource } from './proxmox.ts';
import { qdrantSource } from './qdrant.ts';
import type { HttpSource, Source, SourceOptions } from './source.ts';

const defaultTimeoutS = 5;

const httpSources = {
  'node-exporter': nodeExporterSource,
  nvidia: nvidiaSource,
  proxmox: proxmoxSource,
  qdrant: qdrantSource,
  prometheus: prometheusSource,
} as const satisfies Record<Exclude<ServerSource['kind'], 'local'>, (label: string, http: HttpSource) => Source>;

/** A source as the site file states it. Throws `bad_source`. */
export function openSource({ model, clock, env }: SourceOptions): Source {
  const timeoutMs = (model.timeoutS ?? defaultTimeoutS) * 1000;
  if (model.kind === 'local') return localHostSource('local', { clock, timeoutMs, scan: model.scan ?? [] });
  const url = urlOf(model.url, env);
  const ca = model.caFile === undefined ? undefined : certificatesOf(model.caFile);
  return httpSources[model.kind](`${model.kind} at ${url.origin}${url.pathname}`, {
    url,
    clock,
    timeoutMs,
    ...(ca !== undefined && { ca }),
    credential: credentialOf(model.credential, env),
    instance: model.instance,
  });
}

function urlOf(stated: string | undefined, env: SourceOptions['env']): URL {
  const text = (stated ?? '').replaceAll(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? '');
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw errors.bad_source({ field: 'url', limit: 'an http or https address', value: text });
  }
  if (url.username !== '' || url.password !== '') {
    throw errors.bad_source({ field: 'url', limit: 'without user and password', value: url.origin });
  }
  return url;
}

function credentialOf(name: string | undefined, env: SourceOptions['env']): string | undefined {
  if (name === undefined) return undefined;
  const credential = env[name];
  if (credential === undefined || credential === '') {
    throw errors.bad_source({ field: 'credential', limit: 'a variable that is set', value: name });
  }
  return credential;
}

function certificatesOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw errors.bad_source({ field: 'caFile', limit: 'a file that can be read', value: file });
  }
}
