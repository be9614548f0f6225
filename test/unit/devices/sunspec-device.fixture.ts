import { RegisterMemory } from './modbus-client.fixture.ts';

/** Length of each model in registers, in the order of the chain. */
const chain = [
  [1, 66],
  [120, 26],
  [701, 153],
  [702, 50],
  [704, 65],
  [713, 7],
  [802, 62],
  [803, 26],
] as const;

const base = 40_000;

/** A SunSpec storage at half charge that takes 5 kW: its registers, and where the points of each model begin. */
export function sunspecDevice(): { registers: RegisterMemory; models: ReadonlyMap<number, number> } {
  const registers = new RegisterMemory();
  const models = new Map<number, number>();
  registers.set(base, 0x5375, 0x6e53);
  let address = base + 2;
  for (const [id, length] of chain) {
    registers.set(address, id, length, ...Array.from({ length }, () => 0));
    models.set(id, address + 2);
    address += 2 + length;
  }
  registers.set(address, 0xffff, 0);
  const set = (model: number, offset: number, ...words: number[]): void => {
    registers.set((models.get(model) ?? 0) + offset, ...words);
  };
  set(701, 8, -500);
  set(701, 114, 1);
  set(702, 32, 5000, 5000);
  set(702, 43, 1);
  set(704, 53, 2);
  set(802, 9, 505);
  set(802, 54, -1);
  set(802, 20, 3);
  set(803, 2, 27);
  set(803, 5, 24);
  return { registers, models };
}
