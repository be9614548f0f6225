/**
 * The least that a request over HTTP to a register can cost: body parsed, register written and read back with
 * modbus-serial, answer sent. `GET` answers without Modbus. Arguments: port, Modbus port, unit.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import ModbusSerial from 'modbus-serial';
import { healthBody } from './health-body.ts';

const [port, modbusPort, unit] = process.argv.slice(2).map(Number) as [number, number, number];
const setpointAddress = 100;
const heartbeatAddress = 101;

const client = new ModbusSerial.default();
await client.connectTCP('127.0.0.1', { port: modbusPort });
client.setID(unit);
// Without it the inverter would take its setpoint back after 10 s.
let beat = 0;
setInterval(() => void client.writeRegister(heartbeatAddress, (beat = (beat + 1) & 0xffff)), 1000);

/** Milliseconds that the write and its read-back took. */
async function writeSetpoint(request: IncomingMessage): Promise<number> {
  const { target_kw: targetKw } = JSON.parse(await text(request)) as { target_kw: number };
  const word = Math.round(targetKw * 10) & 0xffff;
  const startedAt = performance.now();
  await client.writeRegister(setpointAddress, word);
  const { data } = await client.readHoldingRegisters(setpointAddress, 1);
  if (data[0] !== word)
    throw new Error(`register ${setpointAddress} reads back ${String(data[0])}, written was ${word}`);
  return performance.now() - startedAt;
}

createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(healthBody());
    return;
  }
  writeSetpoint(request).then(
    (modbusMs) => response.end(JSON.stringify({ modbus_ms: modbusMs })),
    (error: unknown) => {
      response.statusCode = 503;
      response.end(String(error));
    },
  );
}).listen(port, '127.0.0.1');
