import assert from 'node:assert/strict';
import { EnvScope, unresolvable } from '../../../nodes/flows/env-scope.ts';

const processEnv = { HOST: '10.0.0.9', EMPTY: '' };

describe('EnvScope', () => {
  const cases: { title: string; env: unknown; property: unknown; expected: unknown }[] = [
    { title: 'text without a reference stays', env: [], property: '10.0.0.5', expected: '10.0.0.5' },
    { title: 'the process environment is the outermost scope', env: [], property: '${HOST}', expected: '10.0.0.9' },
    { title: 'the old form counts too', env: [], property: '$(HOST)', expected: '10.0.0.9' },
    { title: 'an inner value hides an outer one', env: [{ name: 'HOST', value: 'a', type: 'str' }], property: '${HOST}', expected: 'a' },
    { title: '$parent skips the own value', env: [{ name: 'HOST', value: 'a', type: 'str' }], property: '${$parent.HOST}', expected: '10.0.0.9' },
    { title: 'a part of a text is never replaced', env: [], property: 'x${HOST}', expected: 'x${HOST}' },
    { title: 'an unset name cannot be resolved', env: [], property: '${NOWHERE}', expected: unresolvable },
    { title: 'an object cannot be resolved', env: [], property: { host: 'a' }, expected: unresolvable },
    { title: 'a value is not resolved twice', env: [{ name: 'A', value: '${HOST}', type: 'str' }], property: '${A}', expected: '${HOST}' },
    { title: 'numbers are numbers', env: [{ name: 'P', value: '502', type: 'num' }], property: '${P}', expected: 502 },
    { title: 'booleans are booleans', env: [{ name: 'B', value: 'true', type: 'bool' }], property: '${B}', expected: true },
    { title: 'credentials cannot be resolved', env: [{ name: 'C', value: '', type: 'cred' }], property: '${C}', expected: unresolvable },
    { title: 'JSONata cannot be resolved', env: [{ name: 'J', value: '"a"', type: 'jsonata' }], property: '${J}', expected: unresolvable },
    { title: 'names of the runtime cannot be resolved', env: [], property: '${NR_NODE_NAME}', expected: unresolvable },
    { title: 'a reference by name', env: [{ name: 'A', value: 'HOST', type: 'env' }], property: '${A}', expected: '10.0.0.9' },
    { title: 'a reference by ${name}', env: [{ name: 'A', value: '${HOST}', type: 'env' }], property: '${A}', expected: '10.0.0.9' },
    { title: 'a reference inside a text', env: [{ name: 'A', value: 'h-${HOST}', type: 'env' }], property: '${A}', expected: 'h-10.0.0.9' },
    { title: 'a reference to a neighbour', env: [{ name: 'A', value: 'B', type: 'env' }, { name: 'B', value: 'b', type: 'str' }], property: '${A}', expected: 'b' },
    { title: 'a reference to itself looks outside', env: [{ name: 'HOST', value: 'HOST', type: 'env' }], property: '${HOST}', expected: '10.0.0.9' },
    { title: 'a reference to a runtime name', env: [{ name: 'A', value: 'NR_FLOW_NAME', type: 'env' }], property: '${A}', expected: unresolvable },
    { title: 'a text with a runtime name in it', env: [{ name: 'A', value: 'x${NR_FLOW_NAME}', type: 'env' }], property: '${A}', expected: unresolvable },
    { title: 'a configuration node handed down', env: [{ name: 'N', value: '${HOST}', type: 'conf-type' }], property: '${N}', expected: '10.0.0.9' },
    { title: 'a reference to nothing is an empty text', env: [{ name: 'A', value: 'NOWHERE', type: 'env' }], property: '${A}', expected: '' },
  ];
  for (const { title, env, property, expected } of cases) {
    it(title, () => {
      assert.equal(new EnvScope(env, processEnv).resolve(property), expected);
    });
  }
});
