"""The demo inverter's registers served by pymodbus, as a device that no part of Busbar was written for.

Prints the port on its first line, then one line "address value" for each register that a client writes.
"""

import asyncio
import logging

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

STATE_OF_CHARGE = 1
HEARTBEAT = 17
SETPOINT = 100

READINGS = {
    0: 0,  # status: running
    STATE_OF_CHARGE: 613,  # 61.3 %
    2: 987,  # state of health 98.7 %
    3: 0,  # active power
    5: 7512,  # 751.2 V
    7: 245,  # 24.5 degrees
    8: 252,
    9: 238,
    10: 3312,  # 3.312 V
    11: 3296,
    12: 5001,  # 50.01 Hz
    13: 4003,  # 400.3 V
    14: 2500,  # charging up to 250 kW
    15: 2500,
}


class InverterRegisters(ModbusSequentialDataBlock):
    """Holding registers from protocol address 0; a client's writes are told on standard output."""

    def __init__(self):
        super().__init__(0, [READINGS.get(address, 0) for address in range(SETPOINT + 2)])

    def setValues(self, address, values):
        super().setValues(address, values)
        for offset, value in enumerate(values):
            print(address + offset, value, flush=True)

    def beat(self):
        self.values[HEARTBEAT] = (self.values[HEARTBEAT] + 1) % 65536


async def serve():
    registers = InverterRegisters()
    device = ModbusSlaveContext(hr=registers, zero_mode=True)
    context = ModbusServerContext(slaves={1: device}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    while not serving.done():
        registers.beat()
        await asyncio.sleep(1)


# A client that goes is no error here.
logging.disable(logging.ERROR)
asyncio.run(serve())
