import assert from 'node:assert/strict';
import { Bus, siteRuntime } from '../../../nodes/site/index.ts';
import siteDirectory from '../../../nodes/site/site-directory.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { siteWithBlocks } from './directory.fixture.ts';

describe('site-directory node', () => {
  beforeEach(() => {
    siteRuntime.provide({ ...siteWithBlocks(), devices: new Map(), bus: new Bus((text) => assert.fail(text)) });
  });
  afterEach(async () => {
    await TestFlow.close();
    siteRuntime.withdraw();
  });

  it('answers a request by its query and path', async () => {
    const flow = await TestFlow.ofNode(siteDirectory, { operation: 'sensors' });
    const req = { query: { limit: '1' }, params: { block_slug: 'block-01' } };
    const { payload, req: kept } = await flow.ask('node', { req });
    assert.deepEqual(
      (payload as { id: number }[]).map(({ id }) => id),
      [70],
    );
    assert.deepEqual(kept, req);
    assert.deepEqual(flow.shown('node'), ['blocks: 3, sensors: 4']);
  });

  it('answers a message by its payload', async () => {
    const flow = await TestFlow.ofNode(siteDirectory, { operation: 'block' });
    const { payload } = await flow.ask('node', { payload: { slug: 'block-02' } });
    assert.equal((payload as { status: string }).status, 'standby');
  });

  it('hands what it does not know to a catch node', async () => {
    const flow = await TestFlow.ofNode(siteDirectory, { operation: 'block' });
    const { cause, code } = await flow.askForError('node', { payload: { slug: 'nowhere' } });
    assert.equal(code, 'unknown_block');
    assert.equal((cause as { status: number }).status, 404);
  });
});
