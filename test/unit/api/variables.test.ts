import assert from 'node:assert/strict';
import { frontDoorVariables } from '../../../nodes/api/variables.ts';
import { readEnvironment } from '../../../nodes/kernel/index.ts';

describe('front door variables', () => {
  it('have safe defaults', () => {
    const values = readEnvironment(frontDoorVariables, {});
    assert.deepEqual([values.HOST, values.PORT, values.BUSBAR_MODE], ['127.0.0.1', 8000, 'development']);
    assert.deepEqual(values.RATE_LIMIT_ANON, { perMinute: 60, burst: 100 });
  });

  it('are read from text', () => {
    const env = { EXTRA_PORTS: '8001, 8002', PUBLIC_HOSTS: 'a.example', RATE_LIMIT_AUTH: '5/6' };
    const values = readEnvironment(frontDoorVariables, env);
    assert.deepEqual([values.EXTRA_PORTS, values.PUBLIC_HOSTS], [[8001, 8002], ['a.example']]);
    assert.deepEqual(values.RATE_LIMIT_AUTH, { perMinute: 5, burst: 6 });
  });

  const wrong: Readonly<Record<string, string>> = {
    PORT: '70000',
    EXTRA_PORTS: '8001,x',
    BUSBAR_MODE: 'open',
    DASHBOARD_API_KEY: 'fifteen letters',
    RATE_LIMIT_ANON: '0/5',
    MAX_CONNECTIONS: '0',
  };
  for (const [name, value] of Object.entries(wrong)) {
    it(`refuse ${name}=${value}`, () => {
      assert.throws(() => readEnvironment(frontDoorVariables, { [name]: value }), {
        code: 'bad_environment',
        message: new RegExp(name),
      });
    });
  }

  it('never print the dashboard key', () => {
    assert.throws(() => readEnvironment(frontDoorVariables, { DASHBOARD_API_KEY: 'secret' }), /\(hidden\)/);
  });
});
