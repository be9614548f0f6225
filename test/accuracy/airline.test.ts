import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fitArima, forecastArima } from '../../nodes/analytics/forecast/arima/arima.ts';
import { publicTable, report, skip } from './data-files.ts';

const order = { p: 0, d: 1, q: 1, seasonalP: 0, seasonalD: 1, seasonalQ: 1, period: 12 };
const horizon = 12;

const statsmodels = `
import json, sys, warnings
warnings.simplefilter('ignore')
from statsmodels.tsa.statespace.sarimax import SARIMAX
values = json.load(sys.stdin)
airline = dict(order=(0, 1, 1), seasonal_order=(0, 1, 1, 12))
fit = SARIMAX(values, simple_differencing=True, **airline).fit(disp=False, method='powell', maxiter=500, xtol=1e-10, ftol=1e-12)
forecast = SARIMAX(values, **airline).smooth(fit.params).forecast(${horizon})
print(json.dumps([float(fit.llf), [float(v) for v in forecast]]))
`;

describe('the airline model beside statsmodels', function () {
  this.timeout(30_000);

  it('has its likelihood and its forecasts', function () {
    const passengers = publicTable(this, 'airpassengers_monthly.csv').numbers('passengers_thousands').map(Math.log);
    const answer = spawnSync('/usr/bin/python3', ['-c', statsmodels], {
      input: JSON.stringify([...passengers]),
      encoding: 'utf8',
    });
    if (answer.status !== 0) skip(this, 'the Debian package python3-statsmodels');
    const [likelihood, forecast] = JSON.parse(answer.stdout) as [number, number[]];
    const model = fitArima(passengers, order);
    const { mean } = forecastArima(model, passengers, horizon, 0.95);
    const largest = Math.max(...mean.map((value, month) => Math.abs(value / forecast[month]! - 1)));
    report('difference of the log-likelihoods', Math.abs(model.logLikelihood - likelihood), 'below 0.0001');
    report('largest relative difference of the forecasts', largest, 'below 0.0001');
    assert.ok(Math.abs(model.logLikelihood - likelihood) < 0.0001);
    assert.ok(largest < 0.0001);
  });
});
