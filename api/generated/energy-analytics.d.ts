/* Generated from api/energy-analytics.yaml; do not edit. */
export interface paths {
  '/api/v1/machines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List all machines
     * @description The machines of the site, by name.
     */
    get: operations['listMachines'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/machines/{machine_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One machine
     * @description By its UUID.
     */
    get: operations['getMachine'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/timeseries/energy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Energy of a machine
     * @description kWh of each interval, by the machine's counter. An interval that was not measured is left out.
     */
    get: operations['getEnergySeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/timeseries/power': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Power of a machine
     * @description Mean kW of each interval.
     */
    get: operations['getPowerSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/timeseries/sec': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Specific energy consumption of a machine
     * @description kWh per piece of each interval in which pieces were made.
     */
    get: operations['getSecSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/timeseries/latest/{machine_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Newest reading of a machine
     * @description What its meter said last. A quantity that it does not measure is null.
     */
    get: operations['getLatestReading'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/timeseries/multi-machine/energy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Energy of several machines
     * @description The energy series of each machine with its sum, in the order asked.
     */
    get: operations['getMultiMachineEnergy'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/kpi/all': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * All key figures of a machine
     * @description Specific energy consumption, peak demand, load factor, cost and carbon of one span, and the sums that they are made
     *     of.
     */
    get: operations['getAllKpis'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/kpi/sec': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Specific energy consumption
     * @description Energy divided by the pieces made; null where none was made.
     */
    get: operations['getSecKpi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/kpi/peak-demand': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Peak demand
     * @description The largest mean power of an interval of 15 minutes, and when it began.
     */
    get: operations['getPeakDemandKpi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/kpi/load-factor': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Load factor
     * @description Mean power divided by peak demand.
     */
    get: operations['getLoadFactorKpi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/kpi/energy-cost': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Cost of energy
     * @description Energy times the price that the site's tariff had in its local time.
     */
    get: operations['getEnergyCostKpi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/kpi/carbon': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Carbon emissions
     * @description Energy times the carbon factor of its time.
     */
    get: operations['getCarbonKpi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Baseline models of a machine
     * @description Every version, the newest first.
     */
    get: operations['listBaselineModels'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/model/{model_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One baseline model
     * @description Its coefficients, what each driver explains, and how well it holds on days that it was not trained on.
     */
    get: operations['getBaselineModel'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/train': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Train a baseline model
     * @description Fits the energy of the span's hours to the drivers and tests it on days left out. A poor model is kept and not
     *     activated, and the message says why.
     */
    post: operations['trainBaseline'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/predict': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Expected energy of an hour
     * @description By the active model, for the given values of its drivers.
     */
    post: operations['predictBaseline'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/deviation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Deviation from the baseline
     * @description Measured against expected energy of each hour.
     */
    get: operations['getBaselineDeviation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/cusum': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Cumulative sum of the deviations
     * @description The running sum of measured minus expected energy: it climbs while the machine uses more than it should.
     */
    get: operations['getBaselineCusum'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/baseline/savings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Energy saved against the baseline
     * @description Expected minus measured energy of the span, with its fractional savings uncertainty (ASHRAE Guideline 14).
     */
    get: operations['getBaselineSavings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/anomaly/recent': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Recent anomalies
     * @description Those that began within the time window, the newest first.
     */
    get: operations['listRecentAnomalies'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/anomaly/active': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Anomalies that nobody has resolved
     * @description The gravest first.
     */
    get: operations['listActiveAnomalies'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/anomaly/detect': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Look for anomalies
     * @description Judges each hour of the span against the active baseline model. Hours that were judged before keep their anomaly.
     */
    post: operations['detectAnomalies'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/anomaly/{anomaly_id}/resolve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Resolve an anomaly
     * @description Marks it as resolved and ends its alarm's condition. Resolving it again changes nothing.
     */
    put: operations['resolveAnomaly'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/models/{machine_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Forecast models of a machine
     * @description Which methods are trained, since when, and how they did on the days that they were tested on.
     */
    get: operations['getForecastModels'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/train/arima': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Train an ARIMA model
     * @description Fits by exact likelihood; the orders are chosen unless given.
     */
    post: operations['trainArima'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/train/prophet': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Train a Prophet model
     * @description Where Prophet cannot be fitted, the answer's `method` says what was trained in its place.
     */
    post: operations['trainProphet'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/train/mstl': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Train the default model
     * @description Seasons by MSTL, what is left by exponential smoothing.
     */
    post: operations['trainMstl'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/predict': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Forecast the energy of the next hours
     * @description kWh of each hour from now on, with the bounds that hold the stated share of outcomes.
     */
    post: operations['predictEnergy'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/demand': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Forecast the demand of the next hours
     * @description Mean kW of each hour from now on.
     */
    get: operations['getDemandForecast'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/peak': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * When the demand will peak
     * @description The hour of the date with the largest forecast demand.
     */
    get: operations['getPeakForecast'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/forecast/optimal-schedule': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * When a machine should run
     * @description The hours of a date in which the target is made at the least cost, by the site's tariff. What cannot be met is refused
     *     with the reason.
     */
    post: operations['planOptimalSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sankey/factories': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Factories
     * @description The factories of the site file.
     */
    get: operations['listSankeyFactories'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sankey/data': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Energy flow of a date
     * @description From the grid through factories and departments to machines. What flows into a node flows out of it: losses and loads
     *     without a meter have nodes of their own.
     */
    get: operations['getSankey'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/heatmap/hourly': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Heat map by hours
     * @description Energy of each hour of local time, of one machine or of all.
     */
    get: operations['getHourlyHeatMap'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/heatmap/daily': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Heat map by days
     * @description Energy of each day, of one machine or of all.
     */
    get: operations['getDailyHeatMap'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/comparison/available': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Machines that can be compared
     * @description Those with a meter of their energy.
     */
    get: operations['listComparableMachines'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/comparison/machines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Compare machines
     * @description Ranked by specific energy consumption where pieces are counted, else by energy; 1 is the best. A machine without the
     *     figure has no rank.
     */
    get: operations['compareMachines'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/model-performance/retrain/trigger': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Retrain a model
     * @description Starts a training and answers at once; the job tells how far it is. While one of the same model runs, none is started.
     */
    post: operations['triggerRetraining'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/model-performance/jobs/{job_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How far a training is
     * @description Kept for a day after its end.
     */
    get: operations['getTrainingJob'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/model-performance/metrics/trend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Performance of a model over time
     * @description Every evaluation of the last days, and the trend of its error by Theil and Sen.
     */
    get: operations['getPerformanceTrend'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/model-performance/drift/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check a model for drift
     * @description Compares the span with the days that the model was trained on.
     */
    post: operations['checkDrift'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/model-performance/alerts/active': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Models that do worse than they should
     * @description By their newest evaluation.
     */
    get: operations['listPerformanceAlerts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/scheduler/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The scheduled jobs
     * @description With the next run of each.
     */
    get: operations['getSchedulerStatus'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/scheduler/trigger/{job_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a scheduled job now
     * @description Answers once the job has been started.
     */
    post: operations['triggerJob'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Error: {
      /** @description One sentence for a person. */
      detail: string;
    };
    InputErrors: {
      detail: components['schemas']['InputError'][];
    };
    InputError: {
      /**
       * @description Stable name for the kind of mistake.
       * @example missing
       */
      type: string;
      /**
       * @description `query`, `path` or `body`, then the names that lead to the input.
       * @example [
       *       "query",
       *       "machine_id"
       *     ]
       */
      loc: string[];
      /** @example Field required */
      msg: string;
      /** @description What was found; null where there was nothing. */
      input: unknown;
    };
    /**
     * Format: uuid
     * @example c0000000-0000-0000-0000-000000000001
     */
    Uuid: string;
    /**
     * Format: date-time
     * @example 2025-10-15T14:30:00+00:00
     */
    Time: string;
    /** Format: date-time */
    TimeOrNull: string | null;
    /**
     * Format: date
     * @example 2025-10-15
     */
    Date: string;
    Number: number | null;
    /** @enum {string} */
    Severity: 'low' | 'medium' | 'high' | 'critical';
    /**
     * @description Anomalies are judged by the baseline, so that `anomaly` means the same model as `baseline`.
     * @enum {string}
     */
    ModelType: 'baseline' | 'anomaly' | 'forecast_mstl' | 'forecast_arima' | 'forecast_prophet';
    /** @enum {string} */
    JobId: 'baseline_retrain' | 'anomaly_detect' | 'kpi_calculate' | 'training_cleanup';
    TimePeriod: {
      start: components['schemas']['Time'];
      end: components['schemas']['Time'];
      /** @example 743.9997 */
      hours?: number;
    };
    Machine: {
      id: components['schemas']['Uuid'];
      /**
       * Format: uuid
       * @example 11111111-1111-1111-1111-111111111111
       */
      factory_id: string;
      /** @example Compressor-1 */
      name: string;
      /** @example compressor */
      type: string;
      /**
       * @description A decimal number as text.
       * @example 55.00
       */
      rated_power_kw: string;
      is_active: boolean;
      /** @example Demo Manufacturing Plant */
      factory_name: string;
      /** @example Silicon Valley, CA, USA */
      factory_location: string | null;
    };
    MachineList: components['schemas']['Machine'][];
    DataPoint: {
      /**
       * Format: date-time
       * @description Start of the interval.
       */
      timestamp: string;
      value: components['schemas']['Number'];
      /** @enum {string} */
      unit: 'kWh' | 'kW' | 'kWh/unit';
    };
    Series: {
      machine_id: components['schemas']['Uuid'];
      /** @example Compressor-1 */
      machine_name: string;
      /** @enum {string} */
      metric: 'energy' | 'power' | 'sec';
      /** @enum {string} */
      interval: '1min' | '5min' | '15min' | '1hour' | '1day';
      start_time: components['schemas']['Time'];
      end_time: components['schemas']['Time'];
      data_points: components['schemas']['DataPoint'][];
      total_points: number;
      /**
       * @description How the samples of an interval became its value.
       * @example sum
       */
      aggregation: string;
    };
    LatestReading: {
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      timestamp: components['schemas']['Time'];
      power_kw: components['schemas']['Number'];
      energy_kwh: components['schemas']['Number'];
      current_a: components['schemas']['Number'];
      voltage_v: components['schemas']['Number'];
      power_factor: components['schemas']['Number'];
      frequency_hz: components['schemas']['Number'];
      temperature_c: components['schemas']['Number'];
    };
    MultiMachineEnergy: {
      start_time: components['schemas']['Time'];
      end_time: components['schemas']['Time'];
      /** @enum {string} */
      interval: '1min' | '5min' | '15min' | '1hour' | '1day';
      machines: {
        machine_id: components['schemas']['Uuid'];
        machine_name: string;
        /** @description kWh; null where nothing was measured. */
        total_energy: number | null;
        data_points: components['schemas']['DataPoint'][];
      }[];
    };
    SecFigure: {
      value: components['schemas']['Number'];
      /** @example kWh/unit */
      unit: string;
      description?: string;
      /** @description kWh */
      total_energy?: number | null;
      /** @description Pieces. */
      total_production?: number | null;
    };
    PeakDemandFigure: {
      value: components['schemas']['Number'];
      /** @example kW */
      unit: string;
      description?: string;
      timestamp?: components['schemas']['TimeOrNull'];
      /** @description Length of the interval that the power was averaged over. */
      window_minutes?: number | null;
      /** @description kW */
      avg_power?: number | null;
    };
    LoadFactorFigure: {
      /** @example 0.75 */
      value: number | null;
      /** @example 75 */
      percent: number | null;
      /** @example ratio */
      unit: string;
      description?: string;
      /** @description kW */
      avg_power?: number | null;
      /** @description kW */
      peak_power?: number | null;
    };
    EnergyCostFigure: {
      value: components['schemas']['Number'];
      cost_per_kwh?: components['schemas']['Number'];
      /** @description By piece made. */
      cost_per_unit: number | null;
      /**
       * @description The currency of the tariff.
       * @example USD
       */
      unit: string | null;
      description?: string;
      /** @description kWh */
      total_energy?: number | null;
      /** @description In the order of the site file; tariffs that priced nothing are left out. */
      by_tariff?: Record<string, never>[];
    };
    CarbonFigure: {
      value: components['schemas']['Number'];
      co2_per_kwh?: components['schemas']['Number'];
      /** @description By piece made. */
      co2_per_unit: number | null;
      /** @example kg CO2 */
      unit: string;
      description?: string;
      /** @description kWh */
      total_energy?: number | null;
    };
    AllKpis: {
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      machine_type: string;
      time_period: components['schemas']['TimePeriod'];
      kpis: {
        sec: components['schemas']['SecFigure'];
        peak_demand: components['schemas']['PeakDemandFigure'];
        load_factor: components['schemas']['LoadFactorFigure'];
        energy_cost: components['schemas']['EnergyCostFigure'];
        carbon_intensity: components['schemas']['CarbonFigure'];
      };
      totals: {
        total_energy_kwh: components['schemas']['Number'];
        avg_power_kw: components['schemas']['Number'];
        total_production_units: components['schemas']['Number'];
      };
    };
    SecKpi: {
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      time_period: components['schemas']['TimePeriod'];
      sec: components['schemas']['SecFigure'];
    };
    PeakDemandKpi: {
      machine_id: components['schemas']['Uuid'];
      peak_demand: components['schemas']['PeakDemandFigure'];
    };
    LoadFactorKpi: {
      machine_id: components['schemas']['Uuid'];
      load_factor: components['schemas']['LoadFactorFigure'];
    };
    EnergyCostKpi: {
      machine_id: components['schemas']['Uuid'];
      energy_cost: components['schemas']['EnergyCostFigure'];
    };
    CarbonKpi: {
      machine_id: components['schemas']['Uuid'];
      carbon_intensity: components['schemas']['CarbonFigure'];
    };
    BaselineModels: {
      machine_id: components['schemas']['Uuid'];
      total_models: number;
      models: {
        id: components['schemas']['Uuid'];
        machine_id: components['schemas']['Uuid'];
        /** @example baseline_v8 */
        model_name: string;
        model_version: number;
        training_samples: number;
        r_squared: components['schemas']['Number'];
        rmse: components['schemas']['Number'];
        mae: components['schemas']['Number'];
        is_active: boolean;
        created_at: components['schemas']['Time'];
      }[];
    };
    BaselineModel: {
      id: components['schemas']['Uuid'];
      machine_id: components['schemas']['Uuid'];
      /** @example baseline_v8 */
      model_name: string;
      /** @description kWh by unit of the driver; `intercept` is kWh. */
      coefficients: {
        [key: string]: components['schemas']['Number'];
      };
      /** @description Share of each driver in what the model explains; they add up to 1. */
      feature_importance: {
        [key: string]: number;
      };
      statistics: {
        r_squared: components['schemas']['Number'];
        /** @description kWh */
        rmse: number | null;
        /** @description kWh */
        mae: number | null;
      };
    };
    TrainBaseline: {
      machine_id: components['schemas']['Uuid'];
      /** @description Beginning of the span; the usual span unless either is given. */
      start_date?: string;
      /** @description End of the span, not included. ISO 8601; UTC without a zone. */
      end_date?: string;
      /** @description What the energy may depend on; the machine's own choice unless given. */
      drivers?: string[];
    };
    BaselineTraining: {
      /** @constant */
      success: true;
      model_id: components['schemas']['Uuid'];
      model_version: number;
      statistics: {
        r_squared: components['schemas']['Number'];
        /** @description kWh */
        rmse: number | null;
        /** @description kWh */
        mae: number | null;
        training_samples: number;
      };
      /** @example Baseline model trained successfully */
      message: string;
    };
    PredictBaseline: {
      machine_id: components['schemas']['Uuid'];
      inputs?: components['schemas']['DriverValues'];
      features?: components['schemas']['DriverValues'];
      /** @description The hour that is meant, where the model tells hours of the week apart; now unless given. */
      timestamp?: string;
    };
    /** @description A value for each driver of the model, in its unit. `features` is another name of `inputs`; one of them is needed. */
    DriverValues: {
      [key: string]: number;
    };
    BaselinePrediction: {
      machine_id: components['schemas']['Uuid'];
      /** @description kWh */
      predicted_energy: number;
      /** @constant */
      unit: 'kWh';
      model_version: number;
      /** @description Share of outcomes that the prediction interval holds. */
      confidence: number;
    };
    BaselineDeviation: {
      machine_id: components['schemas']['Uuid'];
      time_period: components['schemas']['TimePeriod'];
      deviations: {
        timestamp: components['schemas']['Time'];
        /** @description kWh */
        actual: number | null;
        /** @description kWh */
        predicted: number | null;
        /** @description Measured minus expected, kWh. */
        deviation: number | null;
        /** @description Of what was expected. */
        deviation_percent: number | null;
        is_anomaly: boolean;
      }[];
      statistics: {
        avg_deviation: components['schemas']['Number'];
        max_deviation: components['schemas']['Number'];
        anomaly_count: number;
      };
    };
    BaselineCusum: {
      machine_id: components['schemas']['Uuid'];
      time_period: components['schemas']['TimePeriod'];
      /** @description Hours in which measured and expected energy are known. */
      points: {
        timestamp: components['schemas']['Time'];
        /** @description Measured minus expected, kWh. */
        deviation: number;
        /** @description Sum of the deviations up to and with this hour, kWh. */
        cusum: number;
      }[];
      /** @description kWh */
      total: number;
      /** @constant */
      unit: 'kWh';
      model_version: number;
    };
    BaselineSavings: {
      machine_id: components['schemas']['Uuid'];
      time_period: components['schemas']['TimePeriod'];
      /** @description kWh */
      actual_energy: number;
      /** @description kWh */
      expected_energy: number;
      /** @description Expected minus measured, kWh. */
      saved_energy: number;
      /** @description Of what was expected. */
      saved_percent: number | null;
      /** @description Measured divided by expected. */
      enpi?: number | null;
      /** @description Half of the interval around the savings, kWh. */
      uncertainty: number | null;
      /** @description Uncertainty divided by savings. */
      fractional_savings_uncertainty: number | null;
      confidence: number;
      /** @constant */
      unit: 'kWh';
      model_version: number;
    };
    Anomaly: {
      id: components['schemas']['Uuid'];
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      /**
       * Format: date-time
       * @description Start of its first hour.
       */
      detected_at: string;
      severity: components['schemas']['Severity'];
      /** @example energy_spike */
      anomaly_type: string;
      /** @example Energy consumption 45% above baseline */
      description: string;
      /** @description kWh */
      actual_value: number | null;
      /** @description kWh */
      expected_value: number | null;
      /** @description kWh */
      deviation: number | null;
      deviation_percent: components['schemas']['Number'];
      /** @enum {string} */
      status: 'unresolved' | 'resolved';
      resolved_at: components['schemas']['TimeOrNull'];
    };
    AnomalyList: components['schemas']['Anomaly'][];
    Anomalies: {
      total_count: number;
      filters: {
        /** Format: uuid */
        machine_id: string | null;
        severity: string | null;
        /** @example 24 hours */
        time_window: string | null;
      };
      anomalies: components['schemas']['AnomalyList'];
    };
    ActiveAnomalies: {
      total_count: number;
      filters: {
        /** Format: uuid */
        machine_id: string | null;
        severity: string | null;
        time_window: string | null;
      };
      by_severity: {
        [key: string]: number;
      };
      anomalies: components['schemas']['AnomalyList'];
    };
    DetectAnomalies: {
      machine_id: components['schemas']['Uuid'];
      /** @description Beginning of the span; needed unless `start` is given. */
      start_time?: string;
      /** @description End of the span; needed unless `end` is given. */
      end_time?: string;
      /** @description Another name of `start_time`. */
      start?: string;
      /** @description Another name of `end_time`. */
      end?: string;
    };
    AnomalyDetection: {
      machine_id: components['schemas']['Uuid'];
      detection_window: components['schemas']['TimePeriod'];
      anomalies_detected: number;
      anomalies: components['schemas']['AnomalyList'];
    };
    ResolveAnomaly: {
      resolution_notes: string;
    };
    AnomalyResolution: {
      /** @constant */
      success: true;
      anomaly_id: components['schemas']['Uuid'];
      /** @constant */
      status: 'resolved';
      resolved_at: components['schemas']['Time'];
    };
    ForecastModelStatus: {
      trained: boolean;
      /** @description Where the model is kept. */
      path: string | null;
      last_modified: components['schemas']['TimeOrNull'];
    };
    ForecastModels: {
      machine_id: components['schemas']['Uuid'];
      arima: components['schemas']['ForecastModelStatus'];
      prophet: components['schemas']['ForecastModelStatus'];
      mstl: components['schemas']['ForecastModelStatus'];
    };
    TrainArima: {
      machine_id: components['schemas']['Uuid'];
      start_date?: components['schemas']['TrainingStart'];
      end_date?: components['schemas']['TrainingEnd'];
      lookback_days?: components['schemas']['LookbackDays'];
      /** @description The orders; the usual ones unless given. Seasons are added by themselves. */
      model_params?: {
        p?: number;
        d?: number;
        q?: number;
      };
    };
    TrainProphet: {
      machine_id: components['schemas']['Uuid'];
      start_date?: components['schemas']['TrainingStart'];
      end_date?: components['schemas']['TrainingEnd'];
      lookback_days?: components['schemas']['LookbackDays'];
      /**
       * @default multiplicative
       * @enum {string}
       */
      seasonality_mode: 'additive' | 'multiplicative';
    };
    TrainMstl: {
      machine_id: components['schemas']['Uuid'];
      start_date?: components['schemas']['TrainingStart'];
      end_date?: components['schemas']['TrainingEnd'];
      lookback_days?: components['schemas']['LookbackDays'];
    };
    /** @description Beginning of the span; the usual length before its end unless given. */
    TrainingStart: string;
    /** @description End of the span; now unless given. */
    TrainingEnd: string;
    /** @description Length of the span up to its end, d. */
    LookbackDays: number;
    ForecastTraining: {
      /** @constant */
      success: true;
      /** @enum {string} */
      model_type: 'arima' | 'prophet' | 'mstl';
      machine_id: components['schemas']['Uuid'];
      training_samples: number;
      /** @description Where the model is kept. */
      model_path: string;
      /** @description Of the days that it was tested on. */
      metrics: {
        /** @description % */
        mape: number | null;
        /** @description kWh */
        rmse: number | null;
      };
    };
    PredictEnergy: {
      machine_id: components['schemas']['Uuid'];
      /**
       * @default mstl
       * @enum {string}
       */
      model_type: 'arima' | 'prophet' | 'mstl';
      /** @default 24 */
      forecast_hours: number;
    };
    EnergyForecast: {
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      /** @enum {string} */
      model_type: 'arima' | 'prophet' | 'mstl';
      forecast_start: components['schemas']['Time'];
      forecast_end: components['schemas']['Time'];
      predictions: {
        timestamp: components['schemas']['Time'];
        /** @description kWh */
        predicted_energy: number;
        /** @description kWh */
        lower_bound: number;
        /** @description kWh */
        upper_bound: number;
        confidence: number;
      }[];
      /** @description kWh */
      total_predicted_energy: number;
    };
    DemandForecast: {
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      forecast_start: components['schemas']['Time'];
      forecast_end: components['schemas']['Time'];
      interval_minutes?: number;
      /** @constant */
      unit: 'kW';
      predictions: {
        timestamp: components['schemas']['Time'];
        /** @description kW */
        predicted_power: number;
        /** @description kW */
        lower_bound: number;
        /** @description kW */
        upper_bound: number;
        confidence: number;
      }[];
    };
    PeakForecast: {
      machine_id: components['schemas']['Uuid'];
      date: components['schemas']['Date'];
      predicted_peak: {
        value: number;
        /** @constant */
        unit: 'kW';
        timestamp: components['schemas']['Time'];
      };
    };
    PlanSchedule:
      | {
          machine_id?: components['schemas']['Uuid'];
          /** @description Several machines, planned together; in the place of `machine_id`. */
          machine_ids?: components['schemas']['Uuid'][];
          date: components['schemas']['Date'];
          constraints?: components['schemas']['ScheduleConstraints'];
          /** @description What holds for one machine alone, by its UUID. */
          machine_constraints?: {
            [key: string]: components['schemas']['ScheduleConstraints'];
          };
          /** @description Price of the highest power of the day. */
          demand_rate_per_kw?: number;
          /** @description Most power of all machines together. */
          demand_limit_kw?: number;
        }
      | {
          machine_id: unknown;
        }
      | {
          machine_ids: unknown;
        };
    ScheduleConstraints: {
      /** @description Pieces. */
      production_target?: number;
      max_runtime_hours?: number;
      forbidden_hours?: number[];
      min_on_hours?: number;
      min_off_hours?: number;
      /** @description Of each start. */
      start_cost?: number;
      /** @description Pieces an hour; as measured unless given. */
      rate?: number;
      /** @description Where the plan that savings are counted against begins. */
      shift_start_hour?: number;
    };
    /** @description With `machine_ids`, `schedules` has the schedule of each machine. */
    Schedule:
      | {
          machine_id?: components['schemas']['Uuid'];
          date: components['schemas']['Date'];
          /** @description Every hour of the date; 23 or 25 where the clocks change. */
          schedule?: {
            hour: number;
            operate: boolean;
            reason?: string;
            /** @description Mean of the hour, kW. */
            expected_power?: number;
          }[];
          machine_ids?: components['schemas']['Uuid'][];
          schedules?: Record<string, never>[];
          estimated_cost: components['schemas']['Number'];
          /** @description kWh */
          estimated_energy: number | null;
          /** @description Against the same hours without a pause. */
          cost_savings: number | null;
        }
      | unknown
      | unknown;
    FactoryList: {
      /**
       * Format: uuid
       * @example 11111111-1111-1111-1111-111111111111
       */
      id: string;
      /** @example Demo Manufacturing Plant */
      name: string;
      /** @example Silicon Valley, CA, USA */
      location: string | null;
    }[];
    Sankey: {
      nodes: {
        /** @example grid */
        id: string;
        name: string;
        level: number;
      }[];
      links: {
        source: string;
        target: string;
        /** @description kWh */
        value: number;
        /** @description Of what flows into the source. */
        percentage: number;
      }[];
      metadata: {
        /**
         * Format: date
         * @description Where it is one day.
         */
        date?: string;
        /** Format: date */
        start_date?: string;
        /** Format: date */
        end_date?: string;
        /** @description kWh */
        total_energy: number;
        factory_count: number;
        machine_count: number;
      };
    };
    HeatMap: {
      /** Format: uuid */
      machine_id: string | null;
      machine_name: string | null;
      start_date: components['schemas']['Date'];
      end_date: components['schemas']['Date'];
      data: {
        date: components['schemas']['Date'];
        hour?: number | null;
        /** @description kWh */
        value: number | null;
        anomaly: boolean;
      }[];
    };
    ComparableMachines: {
      id: components['schemas']['Uuid'];
      name: string;
      type: string;
      /** @example Demo Plant - Utilities */
      location: string;
    }[];
    Comparison: {
      start_date: components['schemas']['Date'];
      end_date: components['schemas']['Date'];
      machines: {
        machine_id: components['schemas']['Uuid'];
        machine_name: string;
        metrics: {
          /** @description kWh */
          total_energy?: number | null;
          total_cost?: components['schemas']['Number'];
          /** @description kW */
          avg_power?: number | null;
          /** @description kWh by piece. */
          sec?: number | null;
        };
        rank: number | null;
      }[];
      /** Format: uuid */
      best_performer: string | null;
      /** Format: uuid */
      worst_performer: string | null;
    };
    Retraining: {
      triggered: boolean;
      /** @enum {string} */
      trigger_type: 'manual' | 'scheduled' | 'drift';
      /**
       * @description As it was given; why none was started where none was.
       * @example Training already in progress
       */
      reason: string | null;
      /** Format: uuid */
      training_job_id: string | null;
      estimated_completion?: components['schemas']['TimeOrNull'];
    };
    TrainingJob: {
      training_job_id: components['schemas']['Uuid'];
      model_type: components['schemas']['ModelType'];
      machine_id: components['schemas']['Uuid'];
      machine_name?: string | null;
      /** @enum {string} */
      status: 'pending' | 'running' | 'completed' | 'failed';
      progress: number;
      requested_at?: components['schemas']['Time'];
      started_at?: components['schemas']['TimeOrNull'];
      completed_at?: components['schemas']['TimeOrNull'];
      estimated_completion: components['schemas']['Time'];
      /** @description Why it failed. */
      error: string | null;
      /** @description The model that came of it. */
      model?: Record<string, never> | null;
    };
    PerformanceTrend: {
      model_type: components['schemas']['ModelType'];
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      metrics: {
        evaluation_date: components['schemas']['Time'];
        model_version: number;
        r_squared: components['schemas']['Number'];
        rmse: components['schemas']['Number'];
        mae: components['schemas']['Number'];
        drift_detected: boolean | null;
        drift_score: components['schemas']['Number'];
      }[];
      /** @enum {string} */
      trend_direction: 'improving' | 'stable' | 'degrading';
      degradation_rate: components['schemas']['Number'];
    };
    CheckDrift: {
      model_type: components['schemas']['ModelType'];
      machine_id: components['schemas']['Uuid'];
      /** @description Beginning of the span, included. */
      evaluation_start: string;
      /** @description End of the span, not included. */
      evaluation_end: string;
    };
    DriftCheck: {
      drift_detected: boolean;
      drift_score: number;
      /** @enum {string} */
      drift_type: 'no_drift' | 'data_drift' | 'concept_drift';
      /** @example Model performance is stable */
      recommendation: string;
      threshold: number;
      current_performance: components['schemas']['ModelPerformance'];
      baseline_performance: components['schemas']['ModelPerformance'];
    };
    ModelPerformance: {
      r_squared: components['schemas']['Number'];
      /** @description kWh */
      rmse: number | null;
    };
    PerformanceAlerts: {
      alert_id: string;
      model_type: components['schemas']['ModelType'];
      machine_id: components['schemas']['Uuid'];
      machine_name: string;
      /** @example performance_degradation */
      alert_type: string;
      severity: components['schemas']['Severity'];
      message: string;
      current_value: components['schemas']['Number'];
      threshold: components['schemas']['Number'];
      created_at: components['schemas']['Time'];
      /** @constant */
      status: 'unresolved';
    }[];
    SchedulerStatus: {
      enabled: boolean;
      running: boolean;
      job_count: number;
      jobs: {
        id: components['schemas']['JobId'];
        /** @example Hourly Anomaly Detection */
        name: string;
        next_run: components['schemas']['TimeOrNull'];
        /** @description For people. */
        trigger: string;
      }[];
    };
    JobTrigger: {
      /** @description False where it runs already. */
      success: boolean;
      job_id: components['schemas']['JobId'];
      /** @example Job triggered successfully */
      message: string;
    };
  };
  responses: {
    /** @description The end of the span is not after its start. */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "Invalid time range"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The key is missing, unknown, revoked or expired. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "A valid key is needed."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The key lacks the scope, or the request comes from a foreign page. */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "This key has no scope write."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description There is no such machine, model, anomaly or job, nothing was measured in the span, or no model is trained. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The same model is being trained. */
    Conflict: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "Training already in progress"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body is larger than 64 kB. */
    TooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "The body must be at most 65536 bytes."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body is not plain `application/json` in UTF-8. */
    UnsupportedMediaType: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "The body must be application/json."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The `Host` is not one of this gateway. */
    Misdirected: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "This gateway does not answer for that host."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description An input is missing, unknown, outside its limits, or asks for what cannot be done. */
    Unprocessable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": [
         *         {
         *           "type": "missing",
         *           "loc": [
         *             "query",
         *             "machine_id"
         *           ],
         *           "msg": "Field required",
         *           "input": null
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['InputErrors'];
      };
    };
    /** @description Too many requests. `Retry-After` says how long to wait. */
    TooManyRequests: {
      headers: {
        /** @description Seconds to wait. */
        'Retry-After'?: number;
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "Too many requests; try again in 1 s."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description Internal error. The log has a line with the same id. */
    Internal: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "Internal error; the log has the details. Error id: 3q2-7wVQxkq1JbZ0m6ct9g"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description A part of the gateway is unavailable. */
    Unavailable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description No part of the gateway answered within 10 s. */
    DeadlinePassed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "The request was not answered within 10 s."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    /** @example c0000000-0000-0000-0000-000000000001 */
    MachineIdInPath: string;
    /** @example 4fbf7568-ede7-4eb9-a545-b3ef49a0910a */
    ModelIdInPath: string;
    /** @example 9c1d2f35-6f2e-4a58-9d0a-5c0b7a4d0f11 */
    AnomalyIdInPath: string;
    /**
     * @description The `training_job_id` that the retraining answered.
     * @example ce524bc0-80a8-460e-902c-228cf921da37
     */
    TrainingJobIdInPath: string;
    /**
     * @description One of the jobs that the status lists.
     * @example anomaly_detect
     */
    JobIdInPath: string;
    /** @description Only machines that are in use, or only those that are not. */
    IsActive: boolean;
    /**
     * @description Only machines with this text in their name, in any case.
     * @example compressor
     */
    MachineSearch: string;
    /**
     * @description UUID of the machine.
     * @example c0000000-0000-0000-0000-000000000001
     */
    MachineId: string;
    /**
     * @description Only of this machine.
     * @example c0000000-0000-0000-0000-000000000001
     */
    MachineIdOptional: string;
    /**
     * @description UUIDs of the machines, separated by commas.
     * @example c0000000-0000-0000-0000-000000000001,c0000000-0000-0000-0000-000000000002
     */
    MachineIds: string;
    /**
     * @description Beginning of the span, included. ISO 8601; UTC without a zone.
     * @example 2025-10-14T00:00:00Z
     */
    StartTime: string;
    /**
     * @description End of the span, not included. ISO 8601; UTC without a zone.
     * @example 2025-10-14T06:00:00Z
     */
    EndTime: string;
    /**
     * @description Beginning of the span, included. ISO 8601; UTC without a zone.
     * @example 2025-01-01T00:00:00Z
     */
    Start: string;
    /**
     * @description End of the span, not included. ISO 8601; UTC without a zone.
     * @example 2025-01-31T23:59:59Z
     */
    End: string;
    /**
     * @description Beginning of the span, included; needed unless `start` is given. ISO 8601; UTC without a zone.
     * @example 2025-10-14T00:00:00Z
     */
    StartTimeOrStart: string;
    /**
     * @description End of the span, not included; needed unless `end` is given. ISO 8601; UTC without a zone.
     * @example 2025-10-15T00:00:00Z
     */
    EndTimeOrEnd: string;
    /** @description Beginning of a span in the place of `hours`. ISO 8601; UTC without a zone. */
    SpanStart: string;
    /** @description End of that span, not included. */
    SpanEnd: string;
    /** @description Another name of `start_time`. */
    OtherStart: string;
    /** @description Another name of `end_time`. */
    OtherEnd: string;
    /** @description Length of an interval; intervals begin on whole ones in UTC. */
    Interval: '1min' | '5min' | '15min' | '1hour' | '1day';
    /**
     * @description Only of this severity. Older clients say `warning` for medium and high, `normal` or `info` for low.
     * @example high
     */
    SeverityFilter: 'low' | 'medium' | 'high' | 'critical' | 'normal' | 'info' | 'warning';
    /** @description Length of the time window that ends now, h. */
    AnomalyHours: number;
    /** @description Most anomalies in the answer; `total_count` counts all. */
    AnomalyLimit: number;
    /**
     * @description Length of the forecast, h; 24 unless given.
     * @example 24
     */
    ForecastHours: number;
    /** @description Another name of `hours`. */
    ForecastPeriods: number;
    /**
     * @description Day of the factory's time zone, at most a week ahead.
     * @example 2025-10-16
     */
    ForecastDate: string;
    /**
     * @description Only of this factory.
     * @example 11111111-1111-1111-1111-111111111111
     */
    FactoryId: string;
    /**
     * @description Day of the factory's time zone; today unless given.
     * @example 2025-10-14
     */
    Date: string;
    /** @description First day, in the place of `date`. */
    StartDateOptional: string;
    /** @description Last day, included. */
    EndDateOptional: string;
    /**
     * @description First day.
     * @example 2025-10-01
     */
    StartDate: string;
    /**
     * @description Last day, included.
     * @example 2025-10-15
     */
    EndDate: string;
    /**
     * @description Which figures to answer, of `energy`, `power`, `sec` and `cost`, separated by commas; all unless given.
     * @example energy,cost
     */
    ComparedMetrics: string;
    /** @example baseline */
    ModelType: components['schemas']['ModelType'];
    /** @description Only models of this type. */
    ModelTypeOptional: components['schemas']['ModelType'];
    /** @example manual */
    TriggerType: 'manual' | 'scheduled' | 'drift';
    /**
     * @description Why it is retrained.
     * @example Testing
     */
    Reason: string;
    /** @description How far the trend reaches back, d. */
    TrendDays: number;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listMachines: {
    parameters: {
      query?: {
        /** @description Only machines that are in use, or only those that are not. */
        is_active?: components['parameters']['IsActive'];
        /**
         * @description Only machines with this text in their name, in any case.
         * @example compressor
         */
        search?: components['parameters']['MachineSearch'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MachineList'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getMachine: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example c0000000-0000-0000-0000-000000000001 */
        machine_id: components['parameters']['MachineIdInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Machine'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getEnergySeries: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time: components['parameters']['StartTime'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T06:00:00Z
         */
        end_time: components['parameters']['EndTime'];
        /** @description Length of an interval; intervals begin on whole ones in UTC. */
        interval?: components['parameters']['Interval'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Series'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getPowerSeries: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time: components['parameters']['StartTime'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T06:00:00Z
         */
        end_time: components['parameters']['EndTime'];
        /** @description Length of an interval; intervals begin on whole ones in UTC. */
        interval?: components['parameters']['Interval'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Series'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getSecSeries: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time: components['parameters']['StartTime'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T06:00:00Z
         */
        end_time: components['parameters']['EndTime'];
        /** @description Length of an interval; intervals begin on whole ones in UTC. */
        interval?: components['parameters']['Interval'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Series'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getLatestReading: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example c0000000-0000-0000-0000-000000000001 */
        machine_id: components['parameters']['MachineIdInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LatestReading'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getMultiMachineEnergy: {
    parameters: {
      query: {
        /**
         * @description UUIDs of the machines, separated by commas.
         * @example c0000000-0000-0000-0000-000000000001,c0000000-0000-0000-0000-000000000002
         */
        machine_ids: components['parameters']['MachineIds'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time: components['parameters']['StartTime'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T06:00:00Z
         */
        end_time: components['parameters']['EndTime'];
        /** @description Length of an interval; intervals begin on whole ones in UTC. */
        interval?: components['parameters']['Interval'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MultiMachineEnergy'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getAllKpis: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-01-01T00:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-01-31T23:59:59Z
         */
        end: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AllKpis'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getSecKpi: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-01-01T00:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-01-31T23:59:59Z
         */
        end: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SecKpi'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getPeakDemandKpi: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-01-01T00:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-01-31T23:59:59Z
         */
        end: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PeakDemandKpi'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getLoadFactorKpi: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-01-01T00:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-01-31T23:59:59Z
         */
        end: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LoadFactorKpi'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getEnergyCostKpi: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-01-01T00:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-01-31T23:59:59Z
         */
        end: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnergyCostKpi'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getCarbonKpi: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-01-01T00:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-01-31T23:59:59Z
         */
        end: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CarbonKpi'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listBaselineModels: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineModels'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getBaselineModel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 4fbf7568-ede7-4eb9-a545-b3ef49a0910a */
        model_id: components['parameters']['ModelIdInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineModel'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  trainBaseline: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "start_date": "2025-10-01T00:00:00Z",
         *       "end_date": "2025-10-15T23:59:59Z",
         *       "drivers": [
         *         "power_kw",
         *         "temperature_c",
         *         "vibration"
         *       ]
         *     }
         */
        'application/json': components['schemas']['TrainBaseline'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineTraining'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  predictBaseline: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "inputs": {
         *         "power_kw": 45.5,
         *         "temperature_c": 42,
         *         "vibration": 0.5
         *       }
         *     }
         */
        'application/json': components['schemas']['PredictBaseline'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselinePrediction'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getBaselineDeviation: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included; needed unless `start` is given. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time?: components['parameters']['StartTimeOrStart'];
        /**
         * @description End of the span, not included; needed unless `end` is given. ISO 8601; UTC without a zone.
         * @example 2025-10-15T00:00:00Z
         */
        end_time?: components['parameters']['EndTimeOrEnd'];
        /** @description Another name of `start_time`. */
        start?: components['parameters']['OtherStart'];
        /** @description Another name of `end_time`. */
        end?: components['parameters']['OtherEnd'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineDeviation'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getBaselineCusum: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time: components['parameters']['StartTime'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T06:00:00Z
         */
        end_time: components['parameters']['EndTime'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineCusum'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getBaselineSavings: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T00:00:00Z
         */
        start_time: components['parameters']['StartTime'];
        /**
         * @description End of the span, not included. ISO 8601; UTC without a zone.
         * @example 2025-10-14T06:00:00Z
         */
        end_time: components['parameters']['EndTime'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BaselineSavings'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listRecentAnomalies: {
    parameters: {
      query?: {
        /**
         * @description Only of this machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id?: components['parameters']['MachineIdOptional'];
        /**
         * @description Only of this severity. Older clients say `warning` for medium and high, `normal` or `info` for low.
         * @example high
         */
        severity?: components['parameters']['SeverityFilter'];
        /** @description Length of the time window that ends now, h. */
        hours?: components['parameters']['AnomalyHours'];
        /** @description Beginning of a span in the place of `hours`. ISO 8601; UTC without a zone. */
        start_time?: components['parameters']['SpanStart'];
        /** @description End of that span, not included. */
        end_time?: components['parameters']['SpanEnd'];
        /** @description Another name of `start_time`. */
        start?: components['parameters']['OtherStart'];
        /** @description Another name of `end_time`. */
        end?: components['parameters']['OtherEnd'];
        /** @description Most anomalies in the answer; `total_count` counts all. */
        limit?: components['parameters']['AnomalyLimit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Anomalies'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listActiveAnomalies: {
    parameters: {
      query?: {
        /**
         * @description Only of this machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id?: components['parameters']['MachineIdOptional'];
        /**
         * @description Only of this severity. Older clients say `warning` for medium and high, `normal` or `info` for low.
         * @example high
         */
        severity?: components['parameters']['SeverityFilter'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ActiveAnomalies'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  detectAnomalies: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "start_time": "2025-10-15T00:00:00Z",
         *       "end_time": "2025-10-15T23:59:59Z"
         *     }
         */
        'application/json': components['schemas']['DetectAnomalies'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AnomalyDetection'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  resolveAnomaly: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 9c1d2f35-6f2e-4a58-9d0a-5c0b7a4d0f11 */
        anomaly_id: components['parameters']['AnomalyIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "resolution_notes": "Issue identified and fixed - faulty sensor replaced"
         *     }
         */
        'application/json': components['schemas']['ResolveAnomaly'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AnomalyResolution'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getForecastModels: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example c0000000-0000-0000-0000-000000000001 */
        machine_id: components['parameters']['MachineIdInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ForecastModels'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  trainArima: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "start_date": "2025-09-01T00:00:00Z",
         *       "end_date": "2025-10-15T23:59:59Z",
         *       "model_params": {
         *         "p": 1,
         *         "d": 1,
         *         "q": 1
         *       }
         *     }
         */
        'application/json': components['schemas']['TrainArima'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ForecastTraining'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  trainProphet: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "start_date": "2025-09-01T00:00:00Z",
         *       "end_date": "2025-10-15T23:59:59Z",
         *       "seasonality_mode": "multiplicative"
         *     }
         */
        'application/json': components['schemas']['TrainProphet'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ForecastTraining'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  trainMstl: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "start_date": "2025-09-01T00:00:00Z",
         *       "end_date": "2025-10-15T23:59:59Z"
         *     }
         */
        'application/json': components['schemas']['TrainMstl'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ForecastTraining'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  predictEnergy: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "model_type": "prophet",
         *       "forecast_hours": 24
         *     }
         */
        'application/json': components['schemas']['PredictEnergy'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnergyForecast'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getDemandForecast: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Length of the forecast, h; 24 unless given.
         * @example 24
         */
        hours?: components['parameters']['ForecastHours'];
        /** @description Another name of `hours`. */
        periods?: components['parameters']['ForecastPeriods'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DemandForecast'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getPeakForecast: {
    parameters: {
      query: {
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /**
         * @description Day of the factory's time zone, at most a week ahead.
         * @example 2025-10-16
         */
        date: components['parameters']['ForecastDate'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PeakForecast'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  planOptimalSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "date": "2025-10-16",
         *       "constraints": {
         *         "production_target": 1000,
         *         "max_runtime_hours": 20
         *       }
         *     }
         */
        'application/json': components['schemas']['PlanSchedule'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedule'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listSankeyFactories: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FactoryList'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getSankey: {
    parameters: {
      query?: {
        /**
         * @description Only of this factory.
         * @example 11111111-1111-1111-1111-111111111111
         */
        factory_id?: components['parameters']['FactoryId'];
        /**
         * @description Day of the factory's time zone; today unless given.
         * @example 2025-10-14
         */
        date?: components['parameters']['Date'];
        /** @description First day, in the place of `date`. */
        start_date?: components['parameters']['StartDateOptional'];
        /** @description Last day, included. */
        end_date?: components['parameters']['EndDateOptional'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Sankey'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getHourlyHeatMap: {
    parameters: {
      query: {
        /**
         * @description Only of this machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id?: components['parameters']['MachineIdOptional'];
        /**
         * @description First day.
         * @example 2025-10-01
         */
        start_date: components['parameters']['StartDate'];
        /**
         * @description Last day, included.
         * @example 2025-10-15
         */
        end_date: components['parameters']['EndDate'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HeatMap'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getDailyHeatMap: {
    parameters: {
      query: {
        /**
         * @description Only of this machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id?: components['parameters']['MachineIdOptional'];
        /**
         * @description First day.
         * @example 2025-10-01
         */
        start_date: components['parameters']['StartDate'];
        /**
         * @description Last day, included.
         * @example 2025-10-15
         */
        end_date: components['parameters']['EndDate'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HeatMap'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listComparableMachines: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ComparableMachines'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  compareMachines: {
    parameters: {
      query: {
        /**
         * @description UUIDs of the machines, separated by commas.
         * @example c0000000-0000-0000-0000-000000000001,c0000000-0000-0000-0000-000000000002
         */
        machine_ids: components['parameters']['MachineIds'];
        /**
         * @description First day.
         * @example 2025-10-01
         */
        start_date: components['parameters']['StartDate'];
        /**
         * @description Last day, included.
         * @example 2025-10-15
         */
        end_date: components['parameters']['EndDate'];
        /**
         * @description Which figures to answer, of `energy`, `power`, `sec` and `cost`, separated by commas; all unless given.
         * @example energy,cost
         */
        metrics?: components['parameters']['ComparedMetrics'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Comparison'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  triggerRetraining: {
    parameters: {
      query: {
        /** @example baseline */
        model_type: components['parameters']['ModelType'];
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /** @example manual */
        trigger_type: components['parameters']['TriggerType'];
        /**
         * @description Why it is retrained.
         * @example Testing
         */
        reason?: components['parameters']['Reason'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Retraining'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getTrainingJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The `training_job_id` that the retraining answered.
         * @example ce524bc0-80a8-460e-902c-228cf921da37
         */
        job_id: components['parameters']['TrainingJobIdInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrainingJob'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getPerformanceTrend: {
    parameters: {
      query: {
        /** @example baseline */
        model_type: components['parameters']['ModelType'];
        /**
         * @description UUID of the machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id: components['parameters']['MachineId'];
        /** @description How far the trend reaches back, d. */
        days?: components['parameters']['TrendDays'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PerformanceTrend'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  checkDrift: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "model_type": "baseline",
         *       "machine_id": "c0000000-0000-0000-0000-000000000001",
         *       "evaluation_start": "2025-10-14T00:00:00Z",
         *       "evaluation_end": "2025-10-15T00:00:00Z"
         *     }
         */
        'application/json': components['schemas']['CheckDrift'];
      };
    };
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DriftCheck'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listPerformanceAlerts: {
    parameters: {
      query?: {
        /**
         * @description Only of this machine.
         * @example c0000000-0000-0000-0000-000000000001
         */
        machine_id?: components['parameters']['MachineIdOptional'];
        /** @description Only models of this type. */
        model_type?: components['parameters']['ModelTypeOptional'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PerformanceAlerts'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getSchedulerStatus: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SchedulerStatus'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  triggerJob: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description One of the jobs that the status lists.
         * @example anomaly_detect
         */
        job_id: components['parameters']['JobIdInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The answer. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobTrigger'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      422: components['responses']['Unprocessable'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
}
