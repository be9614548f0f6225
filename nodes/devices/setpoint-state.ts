import type { DeviceImage, PointState } from '../site/index.ts';
import type { Profile } from './profile.ts';

/** The setpoint as the device last showed it, positive charges, from its one register or from one for each direction. */
export function readSetpointState({ control }: Profile, image: DeviceImage): PointState {
  if (!control) return { value: null, goodAt: -Infinity, askedAt: -Infinity };
  const { setpoint } = control;
  if ('point' in setpoint) return image.point(setpoint.point);
  const [charge, discharge] = [image.point(setpoint.charge), image.point(setpoint.discharge)];
  const invalid = charge.invalid ?? discharge.invalid;
  return {
    value: charge.value === null || discharge.value === null ? null : charge.value - discharge.value,
    goodAt: Math.min(charge.goodAt, discharge.goodAt),
    askedAt: Math.min(charge.askedAt, discharge.askedAt),
    ...(invalid !== undefined && { invalid }),
  };
}
