import { type Exposition, parseExposition } from '../exposition.ts';
import { fetchJson, fetchText } from '../fetch-text.ts';
import type { Qdrant } from '../reading.ts';
import { errors } from '../server-errors.ts';
import { type HttpSource, pathUnder, type Source } from './source.ts';

const wanted = /^(?:app_info|memory_resident_bytes)[ {]/;
/** Each is a question of its own. */
const maxCollections = 200;

/** The API of Qdrant: its collections one by one, its metrics, and its telemetry for what they take on the disk. */
export function qdrantSource(label: string, http: HttpSource): Source {
  const { credential } = http;
  const options = { ...http, headers: credential === undefined ? {} : { 'api-key': credential } };
  const json = (path: string): Promise<unknown> => fetchJson(pathUnder(http.url, path), options);
  return {
    label,
    async collect() {
      const names = collectionNames(await json('/collections'));
      if (names.length > maxCollections) {
        throw errors.source_not_understood({ limit: `at most ${maxCollections} collections`, value: names.length });
      }
      const [metrics, telemetry, ...collections] = await Promise.all([
        fetchText(pathUnder(http.url, '/metrics'), options),
        json('/telemetry?details_level=10'),
        ...names.map((name) => json(`/collections/${encodeURIComponent(name)}`)),
      ]);
      return { qdrant: qdrantReading(parseExposition(metrics, wanted), telemetry, collections) };
    },
  };
}

/** Throws `source_not_understood`. */
export function collectionNames(answer: unknown): readonly string[] {
  const { result } = (answer ?? {}) as { readonly result?: { readonly collections?: unknown } };
  if (!Array.isArray(result?.collections))
    throw errors.source_not_understood({ limit: 'a list of Qdrant collections' });
  return (result.collections as readonly { readonly name: unknown }[]).map(({ name }) => String(name));
}

/** `collections`: an answer of `/collections/{name}` for each of them. */
export function qdrantReading(metrics: Exposition, telemetry: unknown, collections: readonly unknown[]): Qdrant {
  const points = collections.map((answer) => {
    return (answer as { readonly result?: { readonly points_count?: number | null } }).result?.points_count;
  });
  const diskBytes = sumOf(telemetry, 'disk_usage_bytes');
  return {
    collections: collections.length,
    points: points.every((count) => typeof count === 'number') ? points.reduce((sum, count) => sum + count, 0) : null,
    // Versions that do not measure their segments state 0 for all of them.
    diskBytes: diskBytes > 0 ? diskBytes : null,
    memoryBytes: metrics.value('memory_resident_bytes'),
    version: metrics.samples('app_info')[0]?.labels['version'] ?? null,
  };
}

/** Of all numbers under a name, however deep: the layout of the telemetry differs between versions. */
function sumOf(value: unknown, name: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, entry]) => {
    return sum + (key === name && typeof entry === 'number' ? entry : sumOf(entry, name));
  }, 0);
}
