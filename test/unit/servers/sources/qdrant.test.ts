import assert from 'node:assert/strict';
import { parseExposition } from '../../../../nodes/servers/exposition.ts';
import { collectionNames, qdrantReading } from '../../../../nodes/servers/sources/qdrant.ts';

const metrics = parseExposition(
  'app_info{name="qdrant",version="1.7.0"} 1\nmemory_resident_bytes 536870912\n',
  /^(?:app_info|memory)/,
);
const collection = (points_count: number | null) => ({ result: { status: 'green', points_count } });
const segment = (disk_usage_bytes: number) => ({ info: { num_points: 1, disk_usage_bytes } });

describe('qdrant source', () => {
  it('adds up its collections and segments', () => {
    const telemetry = {
      result: { collections: { collections: [{ shards: [{ local: { segments: [segment(5), segment(7)] } }] }] } },
    };
    assert.deepEqual(qdrantReading(metrics, telemetry, [collection(1_000_000), collection(250_000)]), {
      collections: 2,
      points: 1_250_000,
      diskBytes: 12,
      memoryBytes: 536_870_912,
      version: '1.7.0',
    });
  });

  it('has null for what this version does not measure', () => {
    const nothing = parseExposition('', /x/);
    assert.deepEqual(qdrantReading(nothing, { result: segment(0) }, [collection(null)]), {
      collections: 1,
      points: null,
      diskBytes: null,
      memoryBytes: null,
      version: null,
    });
  });

  it('reads the names of collections, and refuses anything else', () => {
    assert.deepEqual(collectionNames({ result: { collections: [{ name: 'a' }, { name: 'b' }] } }), ['a', 'b']);
    for (const answer of [null, {}, { result: null }, { result: {} }]) {
      assert.throws(() => collectionNames(answer), { code: 'source_not_understood' });
    }
  });
});
