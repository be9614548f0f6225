import type { Kpis } from '../kpi/kpis.ts';

export interface ComparedMachine {
  readonly id: string;
  readonly name: string;
  readonly kpis: Pick<Kpis, 'energyKwh' | 'secKwhPerUnit' | 'meanKw' | 'cost' | 'production' | 'peak'>;
}

export interface RankedMachine extends ComparedMachine {
  /** 1 is the best; equal figures share a rank. Null where the machine has not the figure that all are ranked by. */
  readonly rank: number | null;
}

export interface Comparison {
  readonly machines: readonly RankedMachine[];
  /** Energy per piece where any machine counts pieces, else energy. */
  readonly rankedBy: 'sec' | 'energy';
  readonly bestId: string | null;
  readonly worstId: string | null;
}

/** Ranks machines, least first. A machine that made nothing has no SEC: it is neither the best nor the worst. */
export function compareMachines(machines: readonly ComparedMachine[]): Comparison {
  const rankedBy = machines.some(({ kpis }) => kpis.secKwhPerUnit !== null) ? 'sec' : 'energy';
  const figureOf = ({ kpis }: ComparedMachine): number | null =>
    rankedBy === 'sec' ? kpis.secKwhPerUnit : kpis.energyKwh;
  const figures = machines.flatMap((machine) => figureOf(machine) ?? []);
  const ranked = machines
    .map((machine): RankedMachine => {
      const figure = figureOf(machine);
      return { ...machine, rank: figure === null ? null : 1 + figures.filter((other) => other < figure).length };
    })
    .toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
  const known = ranked.filter(({ rank }) => rank !== null);
  return { machines: ranked, rankedBy, bestId: known[0]?.id ?? null, worstId: known.at(-1)?.id ?? null };
}
