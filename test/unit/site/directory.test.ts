import assert from 'node:assert/strict';
import { Bus, directoryOf } from '../../../nodes/site/index.ts';
import { directoryWithBlocks, siteWithBlocks } from './directory.fixture.ts';

describe('site directory', () => {
  const directory = directoryWithBlocks();

  it('finds a sensor with its place', () => {
    const { equipment, block, site } = directory.sensor(42)!;
    assert.deepEqual([equipment?.tag, block?.slug, site?.slug], ['CDU-01', 'block-01', 'wlce']);
    assert.equal(directory.sensor(41), undefined);
  });

  it('knows a sensor that hangs on no equipment', () => {
    const { sensor, equipment, block, site } = directory.sensor(21)!;
    assert.deepEqual([sensor.tag, equipment, block, site?.slug], ['GRID-P', undefined, undefined, 'east']);
  });

  it('knows what a point measures while its device runs', () => {
    assert.equal(directory.pointOf(directory.sensor(42)!)?.unit, '°C');
    assert.equal(directory.pointOf(directory.sensor(70)!), undefined);
  });

  it('lists the sensors of a block in the order of their ids', () => {
    const ids = (subsystem?: string) =>
      directory.sensorsOf(directory.block('block-01'), subsystem).map(({ sensor }) => sensor.id);
    assert.deepEqual(ids(), [42, 43, 70]);
    assert.deepEqual(ids('thermal-l1'), [42, 43]);
    assert.deepEqual(ids('network'), []);
  });

  it('shows a key that is limited to some sites nothing of the others', () => {
    const runtime = { ...siteWithBlocks(), devices: new Map(), bus: new Bus((text) => assert.fail(text)) };
    const east = directoryOf(runtime, new Set(['EAST']));
    assert.deepEqual(
      east.model.sites.map(({ slug }) => slug),
      ['east'],
    );
    assert.deepEqual(
      east.model.blocks.map(({ slug }) => slug),
      ['block-03'],
    );
    assert.deepEqual([east.sensor(21)?.sensor.tag, east.sensor(42)], ['GRID-P', undefined]);
    assert.deepEqual(east.model.equipment, []);
    assert.equal(east.numberOf(east.block('block-03')), 3);
    assert.equal(directoryOf(runtime).model.blocks.length, 3);
    assert.equal(directoryOf(runtime), directoryOf(runtime));
  });

  it('refuses slugs that the site file does not name', () => {
    assert.throws(() => directory.site('nowhere'), {
      code: 'unknown_site',
      status: 404,
      message: "Site 'nowhere' not found",
    });
    assert.throws(() => directory.block('nowhere'), { code: 'unknown_block', message: "Block 'nowhere' not found" });
    assert.equal(directory.findBlock('nowhere'), undefined);
  });
});
