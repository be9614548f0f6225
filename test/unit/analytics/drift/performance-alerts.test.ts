import assert from 'node:assert/strict';
import type { KnownEvaluation } from '../../../../nodes/analytics/drift/evaluation.ts';
import { alertsOf } from '../../../../nodes/analytics/drift/performance-alerts.ts';

const evaluationAt = (at: number, changes: Partial<KnownEvaluation> = {}): KnownEvaluation => ({
  at,
  modelId: 'model',
  modelVersion: 1,
  cause: 'drift_check',
  rowCount: 24,
  span: { from: at - 24, until: at },
  rmse: 10,
  mae: 8,
  rSquared: 0.9,
  trainedRmse: 10,
  trainedRSquared: 0.9,
  isDrift: false,
  score: 0.1,
  type: 'no_drift',
  ...changes,
});
const drifted = { isDrift: true, score: 0.5, type: 'concept_drift' } as const;
const alerts = (...evaluations: readonly KnownEvaluation[]) => alertsOf('m', 'baseline', evaluations);

describe('the alerts of a model', () => {
  const cases: [name: string, changes: Partial<KnownEvaluation>, expected: string[]][] = [
    ['are none where it does as it was trained', {}, []],
    ['tell a drift', drifted, ['drift_detected medium 0.5 of 0.25']],
    ['tell a large drift', { ...drifted, score: 0.9 }, ['drift_detected high 0.9 of 0.25']],
    ['tell an error half as large again', { rmse: 15.1 }, ['performance_degradation medium 15.1 of 15']],
    ['tell an error of twice the size', { rmse: 20.1 }, ['performance_degradation high 20.1 of 15']],
    [
      'tell a lost R² where the error has grown',
      { rmse: 13, rSquared: 0.7 },
      ['performance_degradation low 0.7 of 0.765'],
    ],
    ['leave a low R² of a quiet day alone', { rmse: 11, rSquared: 0.2 }, []],
    ['leave an R² alone that nobody knows', { rmse: 13, rSquared: null }, []],
    ['leave a data drift alone', { type: 'data_drift' }, []],
  ];
  for (const [name, changes, expected] of cases) {
    it(name, () => {
      const found = alerts(evaluationAt(1), evaluationAt(2, changes));
      const texts = found.map(({ type, severity, value, threshold }) => `${type} ${severity} ${value} of ${threshold}`);
      assert.deepEqual(texts, expected);
    });
  }

  it('say what the contract has them say', () => {
    const [alert] = alerts(evaluationAt(1, { rmse: 13, rSquared: 0.7, trainedRSquared: 1 }));
    assert.equal(alert?.message, 'R² dropped below threshold (0.85)');
  });

  it('keep their id and their time while they stand, and get new ones when they come back', () => {
    const [first] = alerts(evaluationAt(1), evaluationAt(2, drifted));
    const [later] = alerts(evaluationAt(1), evaluationAt(2, drifted), evaluationAt(3, { ...drifted, score: 0.9 }));
    assert.deepEqual([later?.id, later?.createdAt], [first?.id, 2]);
    assert.deepEqual(alerts(evaluationAt(2, drifted), evaluationAt(3)), []);
    const [again] = alerts(evaluationAt(2, drifted), evaluationAt(3), evaluationAt(4, drifted));
    assert.notEqual(again?.id, first?.id);
    assert.equal(again?.createdAt, 4);
    assert.match(first?.id ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.notEqual(alertsOf('other', 'baseline', [evaluationAt(2, drifted)])[0]?.id, first?.id);
  });

  it('are none of a model that was never evaluated', () => assert.deepEqual(alerts(), []));
});
