import assert from 'node:assert/strict';
import { newestSamples, prometheusSource, rangeQuery } from '../../../../nodes/servers/sources/prometheus.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

describe('prometheus source', () => {
  it('asks for the families of one host, whatever the name holds', () => {
    const query = rangeQuery('host.1"x');
    assert.match(query, /^\{instance=~"host\\\\\.1\\"x\(:\[0-9\]\+\)\?",__name__=~"node_cpu_seconds_total\|/);
    assert.match(query, /\}\[2m\]$/);
  });

  it('takes the newest sample of each series, and its time', () => {
    const { exposition, atMs } = newestSamples({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'node_load1', instance: 'a:9100' },
            values: [
              [10, '1'],
              [25.5, '2.5'],
            ],
          },
          { metric: { __name__: 'nvidia_smi_temperature_gpu', uuid: 'x' }, values: [[29, '60']] },
        ],
      },
    });
    assert.equal(exposition.value('node_load1'), 2.5);
    assert.equal(atMs, 25_500);
    assert.equal(exposition.byLabel('nvidia_smi_temperature_gpu', 'uuid').get('x'), 60);
  });

  it('refuses an error, and a source without an instance', () => {
    assert.throws(() => newestSamples({ status: 'error', error: 'x' }), { code: 'source_not_understood' });
    const http = { url: new URL('http://127.0.0.1:1'), clock: new ManualClock(), timeoutMs: 1, credential: undefined };
    assert.throws(() => prometheusSource('prometheus', { ...http, instance: undefined }), { code: 'bad_source' });
  });
});
