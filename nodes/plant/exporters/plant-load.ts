import { ramp } from '../arithmetic.ts';

/** What the plant lays upon the servers that stand in it. */
export interface PlantLoad {
  readonly seed: number;
  readonly epochMs: number;
  /** Of all computing equipment. */
  readonly itKw: number;
  readonly ambientC: number;
}

const idleKw = 640;
const fullKw = 960;

/** How busy the computing equipment is, between 0 and 1. */
export const computeShare = ({ itKw }: PlantLoad): number => ramp(itKw, idleKw, fullKw);
