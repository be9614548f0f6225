import assert from 'node:assert/strict';
import {
  BusbarError,
  defineNode,
  type Message,
  migrate,
  type NodeBehaviour,
  type NodeContext,
  type NodeModule,
  type NodeStatus,
  number,
  typed,
  type TypedValue,
} from '../../../nodes/kernel/index.ts';
import { errorOf, TestFlow } from '../../support/node-runtime.ts';

const fields = {
  gain: number({ default: 2, min: 0, max: 10 }),
  input: typed({ default: 'payload', defaultType: 'msg' }),
};
interface SampleConfig {
  readonly gain: number;
  readonly input: TypedValue;
}
type Open = (node: NodeContext<SampleConfig>) => NodeBehaviour | undefined;

const sampleNode = (open: Open): NodeModule => defineNode({ type: 'busbar-sample', version: 1, fields, open });

/** The sample node between a tab's catch and complete nodes, which together count what `done` was told. */
function load(open: Open, config: Record<string, unknown> = {}): Promise<TestFlow> {
  return TestFlow.load(
    [sampleNode(open)],
    [
      { id: 'tab', type: 'tab' },
      { id: 'node', z: 'tab', type: 'busbar-sample', x: 1, y: 1, wires: [['out1'], ['out2']], ...config },
      { id: 'complete', z: 'tab', type: 'complete', x: 1, y: 2, scope: ['node'], wires: [['completed']] },
      { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 2, scope: ['node'], wires: [['caught']] },
      ...['out1', 'out2', 'completed', 'caught'].map((id) => ({ id, z: 'tab', type: 'helper', x: 2, y: 1 })),
    ],
  );
}

const refusal = new BusbarError('soc_min', 422, 'SOC below minimum', { field: 'soc', limit: 5, value: 4.8 });

describe('defineNode', () => {
  afterEach(() => TestFlow.close());

  /** How many messages arrived at the outputs, and how often `done` was told of success and of an error. */
  async function outcome(flow: TestFlow): Promise<Record<string, number>> {
    await flow.settled();
    const count = (id: string): number => flow.arrived(id).length;
    return { out1: count('out1'), out2: count('out2'), completed: count('completed'), caught: count('caught') };
  }

  describe('a message', () => {
    const message = (): Message => ({ _msgid: 'a', payload: 1 });
    const endings: [string, NonNullable<NodeBehaviour['input']>, Record<string, number>][] = [
      ['that is returned is sent on the first output', (found) => found, { out1: 1, out2: 0, completed: 1, caught: 0 }],
      ['that is promised, too', (found) => Promise.resolve(found), { out1: 1, out2: 0, completed: 1, caught: 0 }],
      ['can end here', () => undefined, { out1: 0, out2: 0, completed: 1, caught: 0 }],
      [
        'can be sent on every output',
        (found, send) => {
          send([null, [found, found]]);
          return found;
        },
        { out1: 1, out2: 2, completed: 1, caught: 0 },
      ],
      [
        'fails with what is thrown',
        () => {
          throw refusal;
        },
        { out1: 0, out2: 0, completed: 0, caught: 1 },
      ],
      ['fails with what is rejected', () => Promise.reject(refusal), { out1: 0, out2: 0, completed: 0, caught: 1 }],
      [
        'fails although something was sent before',
        (found, send) => {
          send(found);
          throw refusal;
        },
        { out1: 1, out2: 0, completed: 0, caught: 1 },
      ],
    ];
    for (const [title, input, expected] of endings) {
      it(title, async () => {
        const flow = await load(() => ({ input }));
        flow.receive('node', message());
        assert.deepEqual(await outcome(flow), expected);
      });
    }

    it('that fails brings the typed error to the catch node and turns the node red', async () => {
      const flow = await load(() => ({ input: () => Promise.reject(refusal) }));
      const { message, code, cause } = await flow.askForError('node', {});
      assert.deepEqual([message, code], ['BusbarError: SOC below minimum', 'soc_min']);
      assert.deepEqual(cause, {
        code: 'soc_min',
        status: 422,
        message: 'SOC below minimum',
        facts: { field: 'soc', limit: 5, value: 4.8 },
      });
      assert.deepEqual(flow.statuses('node').at(-1), { fill: 'red', shape: 'dot', text: 'soc_min' });
    });

    it('that fails with a foreign error is internal', async () => {
      const flow = await load(() => ({ input: () => Promise.reject(new TypeError('x is undefined')) }));
      const { code } = await flow.askForError('node', {});
      assert.equal(code, 'internal');
      assert.deepEqual(flow.shown('node'), ['internal']);
    });
  });

  describe('a configuration', () => {
    it('is read and checked once, with the defaults of its fields', async () => {
      const seen: SampleConfig[] = [];
      await load(({ config }) => void seen.push(config), { gain: '5' });
      assert.deepEqual(seen, [{ gain: 5, input: { value: 'payload', type: 'msg' } }]);
    });

    const broken: [string, Open, Record<string, unknown>, string, RegExp][] = [
      [
        'that is wrong',
        () => undefined,
        { gain: 11 },
        'bad_node_config',
        /gain must be a number from 0 to 10, found 11/,
      ],
      [
        'whose node cannot open',
        () => {
          throw refusal;
        },
        {},
        'soc_min',
        /SOC below minimum/,
      ],
    ];
    for (const [title, open, config, code, reason] of broken) {
      it(`${title} makes a red node that answers each message with the reason`, async () => {
        const flow = await load(open, config);
        assert.deepEqual(flow.statuses('node'), [{ fill: 'red', shape: 'dot', text: code }]);
        const before = flow.arrived('caught').length;
        for (let count = 1; count <= 2; count++) {
          const error = await flow.askForError('node', { payload: count });
          assert.equal(error.code, code);
          assert.match(error.message, reason);
          assert.equal(flow.arrived('caught').length, before + count);
        }
        assert.deepEqual((await outcome(flow))['completed'], 0);
      });
    }
  });

  describe('a node', () => {
    const looks: [NodeStatus['level'], string, string][] = [
      ['ok', 'green', 'dot'],
      ['busy', 'blue', 'dot'],
      ['idle', 'grey', 'ring'],
      ['warning', 'yellow', 'dot'],
      ['disconnected', 'red', 'ring'],
      ['error', 'red', 'dot'],
    ];
    for (const [level, fill, shape] of looks) {
      it(`that is ${level} shows it`, async () => {
        const flow = await load(({ status }) => {
          status({ level, text: 'some words' });
          return undefined;
        });
        assert.deepEqual(flow.statuses('node'), [{ fill, shape, text: 'some words' }]);
      });
    }

    it('can send when no message came in', async () => {
      let fire = (): void => assert.fail('not opened');
      const flow = await load(({ send }) => {
        fire = () => send([{ _msgid: 'x', payload: 'tick' }, null]);
        return undefined;
      });
      const sent = flow.next('out1');
      fire();
      assert.equal((await sent).payload, 'tick');
    });

    it('reports an error that belongs to no message to the catch node', async () => {
      let fail = (_thrown: unknown): void => assert.fail('not opened');
      const flow = await load((node) => {
        fail = node.fail;
        return undefined;
      });
      const caught = flow.next('caught');
      fail(refusal);
      assert.equal(errorOf(await caught).code, 'soc_min');
      assert.deepEqual(flow.shown('node'), ['soc_min']);
    });

    it('knows the nodes that are deployed and no others', async () => {
      const flow = await load(({ lookUp }) => ({
        input: ({ payload, ...message }) => ({ ...message, payload: typeof lookUp(payload as string) }),
      }));
      const found = async (id: string): Promise<unknown> => (await flow.ask('node', { payload: id })).payload;
      assert.deepEqual(
        [await found('catch'), await found('nobody'), await found('')],
        ['object', 'undefined', 'undefined'],
      );
    });

    it('is closed before the runtime goes on, told whether it was removed', async () => {
      const events: string[] = [];
      await load(() => ({
        async close(removed) {
          await new Promise((resolve) => setImmediate(resolve));
          events.push(`closed, removed: ${removed}`);
        },
      }));
      await TestFlow.close();
      events.push('runtime went on');
      assert.deepEqual(events, ['closed, removed: false', 'runtime went on']);
    });

    it('that cannot close does not hold the runtime up', async () => {
      await load(() => ({ close: () => Promise.reject(new Error('stuck')) }));
      await TestFlow.close();
    });

    it('sets its type up once, whatever the number of nodes', async () => {
      let setups = 0;
      const setup = (): void => void (setups += 1);
      const type = 'busbar-sample';
      const module = defineNode({ type, version: 1, fields: {}, setup, open: () => undefined });
      await TestFlow.load(
        [module],
        [
          { id: 'tab', type: 'tab' },
          { id: 'a', z: 'tab', type, x: 1, y: 1, wires: [] },
          { id: 'b', z: 'tab', type, x: 1, y: 2, wires: [] },
        ],
      );
      assert.equal(setups, 1);
    });
  });

  describe('a typed input', () => {
    const values: [string, Record<string, unknown>, unknown][] = [
      ['of the message', { input: 'payload.target_kw', inputType: 'msg' }, 100],
      ['that is not in the message', { input: 'payload.source', inputType: 'msg' }, undefined],
      ['that is a number', { input: '-5.5', inputType: 'num' }, -5.5],
      ['that is a text', { input: '100', inputType: 'str' }, '100'],
      ['that is an expression', { input: 'payload.target_kw * 2', inputType: 'jsonata' }, 200],
    ];
    const evaluating: Open = ({ config, evaluate }) => ({
      input: async (message) => ({ ...message, payload: await evaluate(config.input, message) }),
    });
    for (const [title, config, expected] of values) {
      it(`${title} is resolved for each message`, async () => {
        const flow = await load(evaluating, config);
        assert.equal((await flow.ask('node', { payload: { target_kw: 100 } })).payload, expected);
      });
    }

    it('that cannot be resolved fails the message', async () => {
      const flow = await load(evaluating, { input: 'payload.a.b.c', inputType: 'msg' });
      assert.equal((await flow.askForError('node', { payload: 1 })).code, 'internal');
    });
  });

  describe('migrations', () => {
    const migrations = [
      (stored: Record<string, unknown>) => ({ ...stored, steps: `${String(stored['steps'])}1>2 ` }),
      (stored: Record<string, unknown>) => ({ ...stored, steps: `${String(stored['steps'])}2>3 ` }),
    ];
    const cases: [string, number | undefined, string][] = [
      ['of the first version', 1, '1>2 2>3 '],
      ['without a version', undefined, '1>2 2>3 '],
      ['of the second version', 2, '2>3 '],
      ['of this version', 3, ''],
      ['of a later version', 4, ''],
    ];
    for (const [title, version, steps] of cases) {
      it(`bring a configuration ${title} up to date`, () => {
        assert.equal(migrate({ version, steps: '' }, { version: 3, migrations })['steps'], steps);
      });
    }

    it('run before the fields are read', async () => {
      const seen: number[] = [];
      const module = defineNode({
        type: 'busbar-sample',
        version: 2,
        fields: { gain: fields.gain },
        migrations: [({ factor, ...stored }) => ({ ...stored, gain: factor })],
        open: ({ config }) => void seen.push(config.gain),
      });
      await TestFlow.ofNode(module, { version: 1, factor: 7 });
      assert.deepEqual(seen, [7]);
    });
  });
});
