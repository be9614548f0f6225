import assert from 'node:assert/strict';
import type { Fault } from '../../nodes/plant/index.ts';
import { type BatteryPark, startBatteryPark, truthOf } from './support/battery-park.ts';
import type { Battery } from './support/battery-site.ts';
import { printFigures, seed } from './support/fault-run.ts';
import type { Answer } from './support/gateway-client.ts';
import { sleep, until } from './support/wait.ts';

const cycleMs = 1000;
/** The demo inverter may take this long to follow a setpoint. */
const settleMs = 5000;
/** Cycles in a row in which power or heartbeat must be wrong before the gateway says so. */
const wrongCycles = 3;
/** One cycle may have begun just before the lie, and the question itself takes a moment. */
const slackMs = cycleMs + 500;

describe('a device that lies', function () {
  this.timeout(60_000);
  let park: BatteryPark;
  let unused: readonly Battery[];

  before(async () => {
    park = await startBatteryPark({ batteries: 4, plant: { seed } });
    unused = park.batteries;
    await park.untilReady();
  });
  after(() => park.close());

  it('echoes a write and ignores it: the read-back refuses the command', async () => {
    const battery = nextBattery();
    await begin(battery, { kind: 'ignore-writes' });
    const { status, body } = await dispatch(battery, 40);
    assert.equal(status, 503, JSON.stringify(body));
    assert.equal(body['error'], 'command_failed');
    assert.match(String(body['message']), /reads back 0, written was 400/);
    assert.equal(await trueKw(battery, 'power_setpoint'), 0);

    await end(battery);
    assert.equal((await dispatch(battery, 41)).status, 200);
    printFigures('ignored write: 503 at once, 200 after the fault');
  });

  it('echoes, shows the setpoint and follows half of it: a warning after three stray cycles', async () => {
    const battery = nextBattery();
    await begin(battery, { kind: 'clamp-writes' });
    assert.equal((await dispatch(battery, 100)).status, 200);
    const notFollowed = async () =>
      (await park.client.health()).warnings.find((warning) => warning.startsWith(`${battery.id}: does not follow`));
    const withinMs = settleMs + wrongCycles * cycleMs + slackMs;
    const { answer, afterMs } = await until(notFollowed, { what: 'a warning in /health', withinMs });
    assert.equal(answer, `${battery.id}: does not follow its setpoint of 100 kW`);
    assert.ok(afterMs >= settleMs, `warned after ${afterMs} ms, before the device had to follow`);
    assert.equal(await trueKw(battery, 'active_power'), 50);
    const audited = await park.client.audit(100);
    assert.ok(audited.some((row) => row.kind === 'dispatch_not_followed' && row.device_id === battery.id));

    await end(battery);
    assert.equal((await dispatch(battery, 60)).status, 200);
    await sleep(settleMs + (wrongCycles + 1) * cycleMs);
    assert.equal(await notFollowed(), undefined, 'the warning stays although the device follows');
    printFigures(`clamped write: warned after ${seconds(afterMs)}, gone once the device followed`);
  });

  it('answers with frozen registers: its heartbeat gives it away and the power is taken back', async () => {
    const battery = nextBattery();
    assert.equal((await dispatch(battery, 80)).status, 200);
    await sleep(2 * cycleMs);
    await begin(battery, { kind: 'freeze' });
    const stale = async () =>
      (await park.client.health()).reasons.includes(`${battery.id} has no fresh telemetry`) &&
      (await trueKw(battery, 'power_setpoint')) === 0;
    const withinMs = (wrongCycles + 1) * cycleMs + slackMs;
    const { afterMs } = await until(stale, { what: 'stale telemetry and a setpoint of zero', withinMs });
    assertRefused(await dispatch(battery, 20), 'stale_telemetry', /heartbeat unchanged/);

    await end(battery);
    const { afterMs: backMs } = await until(async () => (await dispatch(battery, 30)).status === 200, {
      what: 'a command carried out',
      withinMs: 10_000,
      everyMs: 250,
    });
    printFigures(`frozen registers: stopped after ${seconds(afterMs)}, driven again after ${seconds(backMs)}`);
  });

  it('answers with garbage: invalid telemetry stops it, and what latched needs an operator', async () => {
    const battery = park.batteries[0]!;
    assert.equal((await dispatch(battery, 70)).status, 200);
    await begin(battery, { kind: 'garbage' });
    const invalid = async () =>
      (await park.client.status()).safety.active_constraints.includes('invalid_telemetry') &&
      (await trueKw(battery, 'power_setpoint')) === 0;
    const { afterMs } = await until(invalid, {
      what: 'invalid telemetry and a setpoint of zero',
      withinMs: cycleMs + slackMs,
    });
    await sleep(3 * cycleMs);
    assert.equal((await dispatch(battery, 20)).status, 422);

    await end(battery);
    const released: string[] = [];
    await until(() => drivenAfterRelease(battery, released), {
      what: 'a command carried out after the release of every latched stop',
      withinMs: 10_000,
      everyMs: 250,
    });
    printFigures(`garbage: stopped after ${seconds(afterMs)}, released ${released.join(', ') || 'nothing'}`);
  });

  /** Each lie has a battery of its own; the primary one is for the lie that only the status tells. */
  function nextBattery(): Battery {
    const battery = unused.at(-1)!;
    unused = unused.slice(0, -1);
    return battery;
  }

  async function drivenAfterRelease(battery: Battery, released: string[]): Promise<boolean> {
    const { status, body } = await dispatch(battery, 30);
    if (status === 200) return true;
    const constraint = String(body['safety_constraint']);
    if ((await park.client.release(constraint, battery.id)).status === 200) released.push(constraint);
    return false;
  }

  const begin = ({ unit }: Battery, fault: Fault) => park.plant.setFault(unit, fault);
  const end = ({ unit }: Battery) => park.plant.setFault(unit, null);
  const dispatch = (battery: Battery, kw: number) => park.client.dispatch({ target_kw: kw, device_id: battery.id });
  const trueKw = async (battery: Battery, point: string) => (await truthOf(park.plant, battery))[point];
});

function assertRefused({ status, body }: Answer, constraint: string, reason: RegExp): void {
  assert.equal(status, 422, JSON.stringify(body));
  assert.equal(body['safety_constraint'], constraint);
  assert.match(String(body['reason']), reason);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
