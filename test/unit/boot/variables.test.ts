import assert from 'node:assert/strict';
import { variables } from '../../../boot/variables.ts';
import { readEnvironment } from '../../../nodes/kernel/index.ts';

describe('variables of the gateway', () => {
  for (const [name, variable] of Object.entries(variables)) {
    it(`${name} is documented by a sentence`, () => assert.match(variable.doc, /^[A-Za-z].{15,}\.$/s));
  }

  it('have defaults that start a development gateway on the demo site', () => {
    const { SITE, PORT, BUSBAR_MODE, PLANT_PORT, EDITOR_USERS } = readEnvironment(variables, {});
    assert.deepEqual([SITE, PORT, BUSBAR_MODE, PLANT_PORT, EDITOR_USERS], ['', 8000, 'development', 15_020, []]);
  });

  it('never show a secret, neither in an error nor in their documentation', () => {
    for (const name of ['DASHBOARD_API_KEY', 'CREDENTIAL_SECRET', 'EDITOR_USERS'] as const) {
      assert.equal((variables[name] as { secret?: boolean }).secret, true, name);
    }
  });

  const wrong: [keyof typeof variables, string][] = [
    ['PORT', '80000'],
    ['PORT', 'http'],
    ['PLANT_PORT', '0'],
    ['BUSBAR_MODE', 'test'],
    ['DASHBOARD_API_KEY', 'short'],
  ];
  for (const [name, value] of wrong) {
    it(`refuse ${name}=${value} by its name`, () => {
      assert.throws(() => readEnvironment(variables, { [name]: value }), {
        code: 'bad_environment',
        message: new RegExp(`^${name}=`),
      });
    });
  }
});
