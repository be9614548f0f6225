import type { SiteModel } from '../site/index.ts';

/** Slug of the block of each device that belongs to just one: that of its meter, else that of its sensors' equipment. */
export function blocksOfDevices({ devices, meters, sensors, equipment }: SiteModel): ReadonlyMap<string, string> {
  const blockOfEquipment = new Map(equipment.map(({ tag, block }) => [tag, block]));
  const blocksOf = (id: string): readonly string[] => {
    const metered = meters.find(({ device }) => device === id)?.block;
    if (metered !== undefined) return [metered];
    const own = sensors.filter(({ device }) => device === id);
    return [...new Set(own.flatMap((sensor) => blockOfEquipment.get(sensor.equipment ?? '') ?? []))];
  };
  return new Map(
    devices.flatMap(({ id }) => {
      const [block, ...others] = blocksOf(id);
      return block !== undefined && others.length === 0 ? [[id, block] as const] : [];
    }),
  );
}
