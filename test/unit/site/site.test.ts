import assert from 'node:assert/strict';
import { Bus, type DeviceModel, ProcessImage, type SiteModel, siteRuntime } from '../../../nodes/site/index.ts';
import site from '../../../nodes/site/site.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { frameOf } from './frame.fixture.ts';

const meter = { id: 'GRID-1', name: 'Grid meter', type: 'meter' } as DeviceModel;
const battery = { id: 'BESS-1', name: 'Battery', type: 'bess' } as DeviceModel;

describe('site node', () => {
  let bus: Bus;

  beforeEach(() => provide(true, undefined));
  afterEach(async () => {
    await TestFlow.close();
    siteRuntime.withdraw();
  });

  function provide(simulated: boolean, fault: string | undefined): void {
    siteRuntime.withdraw();
    bus = new Bus((text) => assert.fail(text));
    siteRuntime.provide({
      model: { gateway: { siteId: 'SITE-CL-001', simulated } } as SiteModel,
      devices: new Map([
        ['GRID-1', { model: meter, fault }],
        ['BESS-1', { model: battery }],
      ]),
      image: new ProcessImage(),
      bus,
    });
  }

  async function topicsAfter(config: object): Promise<unknown[]> {
    const flow = await TestFlow.ofNode(site, { ...config });
    for (const deviceId of ['GRID-1', 'BESS-1', 'GRID-1']) bus.publish(frameOf({ power: 5 }, { deviceId }));
    await flow.settled();
    return flow.arrived('out1').map(({ topic }) => topic);
  }

  it('sends the frames of every device', async () => {
    assert.deepEqual(await topicsAfter({}), ['GRID-1', 'BESS-1', 'GRID-1']);
  });

  it('sends the frames of its device alone', async () => {
    assert.deepEqual(await topicsAfter({ device: 'BESS-1' }), ['BESS-1']);
  });

  it('sends values that a flow can use', async () => {
    const flow = await TestFlow.ofNode(site);
    const sent = flow.next('out1');
    bus.publish(frameOf({ power: 5, humidity: 'not read' }));
    assert.deepEqual((await sent).payload, { power: 5, humidity: null });
  });

  it('hangs on the bus no longer once it is closed', async () => {
    const flow = await TestFlow.ofNode(site);
    await TestFlow.close();
    bus.publish(frameOf({ power: 5 }));
    await flow.settled();
    assert.deepEqual(flow.arrived('out1'), []);
  });

  const statuses: [boolean, string | undefined, object][] = [
    [true, undefined, { fill: 'green', shape: 'dot', text: 'simulated plant, 2 devices' }],
    [false, undefined, { fill: 'green', shape: 'dot', text: '2 devices' }],
    [false, 'there is no profile x', { fill: 'yellow', shape: 'dot', text: '2 devices, 1 faulted' }],
  ];
  for (const [simulated, fault, status] of statuses) {
    it(`shows ${JSON.stringify(status)}`, async () => {
      provide(simulated, fault);
      const flow = await TestFlow.ofNode(site);
      assert.deepEqual(flow.statuses('node'), [status]);
    });
  }

  it('gives the editor the devices of the site, with what is wrong with them', async () => {
    provide(true, 'there is no profile x');
    const flow = await TestFlow.ofNode(site);
    const { status, body } = await flow.adminGet('/busbar/devices');
    assert.equal(status, 200);
    assert.deepEqual(body, [
      { id: 'GRID-1', name: 'Grid meter', type: 'meter', fault: 'there is no profile x' },
      { id: 'BESS-1', name: 'Battery', type: 'bess' },
    ]);
  });

  it('is red and gives no devices while there is no site', async () => {
    siteRuntime.withdraw();
    const flow = await TestFlow.ofNode(site);
    assert.deepEqual(flow.shown('node'), ['service_not_started']);
    assert.deepEqual((await flow.adminGet('/busbar/devices')).body, []);
  });
});
