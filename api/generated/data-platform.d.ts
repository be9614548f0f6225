/* Generated from api/data-platform.yaml; do not edit. */
export interface paths {
  '/api/v1/sites': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List all sites
     * @description The sites of this gateway, in the order of their names.
     */
    get: operations['listSites'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sites/{slug}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Site details
     * @description One site, with what the site file says of it.
     */
    get: operations['getSite'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/blocks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List blocks
     * @description The blocks of all sites or of one, in the order of site name and slug. A site that is not known has none.
     */
    get: operations['listBlocks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/blocks/{slug}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Block details
     * @description One block, with its counts.
     */
    get: operations['getBlock'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/equipment/{block_slug}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Equipment list
     * @description The equipment of a block, in the order of subsystem and tag. Without `limit` it comes whole, up to 1000 rows. 404 for
     *     an unknown block and for a block without equipment.
     */
    get: operations['listEquipment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/sensors/{block_slug}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Sensor registry
     * @description The sensors of a block, in the order of subsystem and tag. Without `limit` they come whole, up to 1000 rows. An unknown
     *     block has no sensors: the list is empty.
     */
    get: operations['listSensors'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/telemetry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Historical telemetry of one sensor
     * @description The span from `start` (included) to `end` (not included) decides the tier:
     *
     *     | span | tier | resolution |
     *     |---|---|---|
     *     | under 2 hours | `telemetry` | as polled |
     *     | 2 hours to under 12 hours | `agg_1min` | 1 minute |
     *     | 12 hours to under 3 days | `agg_5min` | 5 minutes |
     *     | 3 days to under 90 days | `agg_1hour` | 1 hour |
     *     | 90 days and more | `agg_1day` | 1 day (UTC) |
     *
     *     `agg` overrides it. A bucket belongs to the span when its beginning does; it is there once it has ended. A hole in the
     *     data is a hole in the answer: a bucket in which nothing was read is left out, and a raw sample that could not be read
     *     has null values. A span that may hold more than 10 000 points is answered 400, and the text names the `agg` to use
     *     instead.
     */
    get: operations['getTelemetry'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/telemetry/latest': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Last value of each sensor of a block
     * @description The newest reading of every sensor of the block that was read within the last hour, in the order of the sensor ids. A
     *     sensor whose newest reading is bad has the value null and says why; one without a reading in that hour is left out.
     */
    get: operations['getLatestTelemetry'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/telemetry/multi': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Historical telemetry of several sensors
     * @description Like `/telemetry` for up to 50 sensors at once. A sensor that is not known has an empty list. Together the sensors may
     *     hold 100 000 points, each of them 10 000.
     */
    get: operations['getMultiTelemetry'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Active alarm list
     * @description Alarms by priority, then newest first. Without `state` all that are not cleared. `total` and `standing` count what
     *     passes the filters, on whatever page.
     */
    get: operations['listAlarms'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * ISA-18.2 metrics
     * @description Figures of alarm management after ISA-18.2 and EEMUA 191, counted from the event log, so that an alarm which was raised
     *     and cleared at once counts too.
     */
    get: operations['getAlarmStats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/acknowledge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Acknowledge an alarm
     * @description The operator has seen it. An alarm whose condition is over ends with it. To repeat it changes nothing.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['acknowledgeAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/shelve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Shelve an alarm
     * @description Hides an alarm for a limited time and a stated reason. It comes back by itself when the time is over and the
     *     condition stands.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['shelveAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/unshelve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End a shelf early
     * @description The alarm shows again; it is raised once more if its condition stands.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['unshelveAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/suppress': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Suppress an alarm by design
     * @description Hides an alarm without a time limit, for instance while a part of the plant is shut down, until it is unsuppressed.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['suppressAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/unsuppress': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End a suppression
     * @description The alarm shows again; it is raised once more if its condition stands.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['unsuppressAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/out-of-service': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Take an alarm out of service
     * @description Switches an alarm off for maintenance of its sensor, until it is put back in service.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['takeAlarmOutOfService'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/in-service': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Put an alarm back in service
     * @description The alarm shows again; it is raised once more if its condition stands.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['putAlarmInService'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/alarms/{sensor_id}/reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Reset a latched alarm
     * @description Ends a latched alarm that was acknowledged and whose condition is over.
     *
     *     Concerns the alarm of the sensor with the highest priority on which it can act; `alarm_id` names another. 404 when the
     *     sensor is not known, 409 when the state of the alarm forbids it.
     */
    post: operations['resetAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Immutable event log
     * @description Events of the span from `start` (included; 24 hours before `end` unless given) to `end` (not included), newest first.
     *     Rows form a hash chain; nothing in the log can be changed or removed. Pages go by `offset`, or by `before_id` with the
     *     id of the last event of the page before, which stays right while new events arrive.
     */
    get: operations['listEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/billing/kwh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Electrical energy in 5-minute intervals
     * @description Electrical energy in intervals of 5 minutes, from `start` (included) to `end` (not included), as differences of counters: the sum
     *     of the intervals equals the difference of the counter, through gaps and resets. A sensor without a counter gives its mean
     *     power times the length of the interval. `total` adds the rows that are `counted`, one level of meters, so that nothing
     *     counts twice. More than 100 000 rows come in pages; `total` and `row_count` are of the whole span on each of them.
     *
     *     `Accept: text/csv` asks for the rows as CSV (RFC 4180) with a header line.
     */
    get: operations['getBillingKwh'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/billing/kwht': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Thermal energy in 5-minute intervals
     * @description Thermal energy in intervals of 5 minutes, from `start` (included) to `end` (not included), as differences of counters: the sum
     *     of the intervals equals the difference of the counter, through gaps and resets. A sensor without a counter gives its mean
     *     power times the length of the interval. `total` adds the rows that are `counted`, one level of meters, so that nothing
     *     counts twice. More than 100 000 rows come in pages; `total` and `row_count` are of the whole span on each of them.
     *
     *     `Accept: text/csv` asks for the rows as CSV (RFC 4180) with a header line.
     */
    get: operations['getBillingKwht'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/billing/energy-daily': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Daily energy summary
     * @description One row for each day of the site's time zone whose noon lies in the span; a day has 23, 24 or 25 hours.
     *     `heat_recovery_ratio` is recovered heat ÷ electrical energy; `pue_estimate` is the energy of the whole block ÷ the
     *     energy of its computing load. A figure that could not be measured is null, and `reasons` says why.
     *
     *     `Accept: text/csv` asks for the rows as CSV (RFC 4180) with a header line.
     */
    get: operations['getDailyEnergy'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Health check
     * @description State of the platform behind the API: its store, its process and its machines. Answers 200 in every state; `/health` is
     *     for monitors that look at the status code.
     */
    get: operations['getPlatformHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * System statistics
     * @description Volumes of the store by tier, and the alarms by state, at this moment.
     */
    get: operations['getPlatformStats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * System statistics, without the prefix
     * @description The same as `/api/v1/stats`.
     */
    get: operations['getPlatformStatsAtRoot'];
    put?: never;
    post?: never;
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
    Site: {
      /**
       * @description Place in the site file, from 1. The slug is the stable name.
       * @example 1
       */
      id: number;
      /** @example wlce */
      slug: string;
      /** @example West London Clean Energy */
      name: string;
      /** @example UK */
      region: string;
      /**
       * @example active
       * @enum {string}
       */
      status: 'active' | 'commissioning' | 'decommissioned';
      /**
       * @description Degrees, WGS 84.
       * @example 51.51
       */
      latitude: number | null;
      /**
       * @description Degrees, WGS 84.
       * @example -0.27
       */
      longitude: number | null;
      /** @example 1 */
      block_count: number;
      /**
       * @description Sum over its blocks, MW.
       * @example 1
       */
      total_capacity_mw: number;
    };
    SiteDetail: components['schemas']['Site'] & {
      /**
       * @description What else the site file says.
       * @example {
       *       "code": "WLCE",
       *       "uuid": "5f0c2a52-8a0e-4f5c-9a6d-3b1f0d6c1e01",
       *       "timezone": "Europe/London"
       *     }
       */
      config: Record<string, never>;
      /** @description The site file does not say it. */
      created_at: null;
    };
    Block: {
      /**
       * @description Place in the site file, from 1. The slug is the stable name.
       * @example 1
       */
      id: number;
      /** @example block-01 */
      slug: string;
      /** @example wlce */
      site_slug: string;
      /** @example West London Clean Energy */
      site_name: string;
      /** @example 1 */
      capacity_mw: number;
      /**
       * @example active
       * @enum {string}
       */
      status: 'active' | 'commissioning' | 'standby' | 'decommissioned';
      /**
       * Format: date
       * @example 2025-06-01
       */
      commissioned_at: string | null;
      /** @example 61 */
      sensor_count: number;
    };
    BlockDetail: components['schemas']['Block'] & {
      /**
       * @description What else the site file says.
       * @example {
       *       "uuid": "5f0c2a52-8a0e-4f5c-9a6d-3b1f0d6c1e11"
       *     }
       */
      config: Record<string, never>;
      /** @example 4 */
      equipment_count: number;
    };
    Equipment: {
      /** @example 1 */
      id: number;
      /** @example CDU-01 */
      tag: string;
      /** @example cooling distribution unit */
      type: string;
      subsystem: components['schemas']['Subsystem'];
      /** @example block-01 */
      block_slug: string;
      metadata: {
        /**
         * @description Devices that measure it.
         * @example [
         *       "CDU-01"
         *     ]
         */
        devices: string[];
      };
      /** @example 13 */
      sensor_count: number;
    };
    /**
     * @description Part of a block's plant.
     * @example thermal-l1
     */
    Subsystem: string;
    Sensor: {
      /**
       * @description Stable and never given to another sensor.
       * @example 42
       */
      id: number;
      /** @example CDU-01-T-SUP */
      tag: string;
      /** @example Temperature of the supply to the racks */
      description: string | null;
      /**
       * @description Null while the device cannot run.
       * @example °C
       */
      unit: string | null;
      subsystem: components['schemas']['Subsystem'];
      /** @example CDU-01 */
      equipment_tag: string;
      /** @example block-01 */
      block_slug: string;
      /** @example 0 */
      range_min: number | null;
      /** @example 80 */
      range_max: number | null;
      /**
       * @description Null while the device cannot run.
       * @example 5000
       */
      poll_rate_ms: number | null;
      /** @description Limits by level (HH, H, L, LL); null without any. */
      alarm_thresholds: {
        [key: string]: components['schemas']['AlarmThreshold'];
      } | null;
    };
    AlarmThreshold: {
      /**
       * @description In the unit of the sensor.
       * @example 35
       */
      value: number;
      priority: components['schemas']['AlarmPriority'];
      /**
       * @description How long the value must be beyond it, s.
       * @example 60
       */
      delay_s: number;
    };
    /**
     * @description What the points are.
     * @example agg_1min
     * @enum {string}
     */
    Tier: 'telemetry' | 'agg_1min' | 'agg_5min' | 'agg_1hour' | 'agg_1day';
    TelemetryPoint: {
      /**
       * Format: date-time
       * @description Beginning of the bucket; time of the sample in the tier `telemetry`.
       * @example 2026-02-21T06:00:00Z
       */
      bucket: string;
      /**
       * @description Mean of the samples.
       * @example 32.14
       */
      val_avg: number | null;
      /** @example 31.8 */
      val_min: number | null;
      /** @example 32.6 */
      val_max: number | null;
      /** @example 32.2 */
      val_last: number | null;
      /** @example 12 */
      sample_count: number;
      /**
       * @description Good samples ÷ samples that the poll period lets expect.
       * @example 1
       */
      quality_ratio?: number | null;
    };
    TelemetrySeries: {
      /** @example 42 */
      sensor_id: number;
      /** @example CDU-01-T-SUP */
      sensor_tag: string;
      /** @example °C */
      unit: string | null;
      tier: components['schemas']['Tier'];
      /**
       * Format: date-time
       * @example 2026-02-21T06:00:00Z
       */
      start: string;
      /**
       * Format: date-time
       * @example 2026-02-21T12:00:00Z
       */
      end: string;
      /** @example 360 */
      point_count: number;
      data: components['schemas']['TelemetryPoint'][];
    };
    MultiTelemetry: {
      tier: components['schemas']['Tier'];
      /**
       * Format: date-time
       * @example 2026-02-21T06:00:00Z
       */
      start: string;
      /**
       * Format: date-time
       * @example 2026-02-21T12:00:00Z
       */
      end: string;
      /** @description Points by sensor id. */
      sensors: {
        [key: string]: components['schemas']['TelemetryPoint'][];
      };
    };
    LatestReadings: {
      /** @example block-01 */
      block_slug: string;
      /**
       * @description Number of the readings.
       * @example 61
       */
      sensor_count: number;
      readings: components['schemas']['LatestReading'][];
    };
    LatestReading: {
      /** @example 42 */
      sensor_id: number;
      /** @example CDU-01-T-SUP */
      tag: string;
      subsystem: components['schemas']['Subsystem'];
      /** @example °C */
      unit: string | null;
      /** @example 32.2 */
      value: number | null;
      quality: components['schemas']['Quality'];
      /**
       * Format: date-time
       * @example 2026-02-21T11:59:55Z
       */
      timestamp: string;
      /**
       * @description Why there is no good value.
       * @example the device does not answer
       */
      reason?: string;
    };
    /**
     * @description 0 good, 1 uncertain, 2 bad.
     * @enum {integer}
     */
    Quality: 0 | 1 | 2;
    /**
     * @description P0 is the highest.
     * @example P1
     * @enum {string}
     */
    AlarmPriority: 'P0' | 'P1' | 'P2' | 'P3';
    /**
     * @description ACTIVE: stands and nobody acknowledged it. ACKED: stands, acknowledged. RTN_UNACK: over, not acknowledged.
     *     LATCHED: over, acknowledged, waits for a reset. SHELVED, SUPPRESSED, OUT_OF_SERVICE: hidden.
     * @example ACTIVE
     * @enum {string}
     */
    AlarmState: 'ACTIVE' | 'ACKED' | 'RTN_UNACK' | 'LATCHED' | 'CLEARED' | 'SHELVED' | 'SUPPRESSED' | 'OUT_OF_SERVICE';
    Alarm: {
      /** @example 17 */
      id: number;
      /** @example 42 */
      sensor_id: number;
      priority: components['schemas']['AlarmPriority'];
      state: components['schemas']['AlarmState'];
      /** @example CDU-01-T-SUP */
      tag: string;
      /** @example thermal-l1 */
      subsystem: string | null;
      /**
       * @description Slug of the site.
       * @example wlce
       */
      site_id: string | null;
      /**
       * @description Slug of the block.
       * @example block-01
       */
      block_id: string | null;
      /** @example 35.4 */
      value_at_raise?: number | null;
      value_at_clear?: number | null;
      /** @example 35 */
      threshold_value?: number | null;
      /**
       * @example HIGH
       * @enum {string|null}
       */
      threshold_direction?: 'HIGH' | 'LOW' | null;
      /**
       * Format: date-time
       * @example 2026-02-21T11:12:30Z
       */
      raised_at: string | null;
      /** Format: date-time */
      acked_at?: string | null;
      acked_by?: string | null;
      /** Format: date-time */
      cleared_at?: string | null;
      /** Format: date-time */
      shelved_at?: string | null;
      shelved_by?: string | null;
      /** Format: date-time */
      shelved_until?: string | null;
      shelve_reason?: string | null;
      suppressed_by_alarm_id?: number | null;
      /** @description From raising to acknowledging, s. */
      response_time_seconds?: number | null;
      /** @example 35.6 */
      last_value?: number | null;
      /**
       * Format: date-time
       * @example 2026-02-21T11:59:55Z
       */
      last_seen?: string | null;
      /** @enum {string|null} */
      suppression?: 'shelved' | 'suppressed' | 'out_of_service' | null;
      /**
       * @description Who sets the condition.
       * @example limit
       */
      source?: string;
      /** @description What it says of the condition. */
      message?: string | null;
    };
    AlarmList: {
      /** @example 3 */
      total: number;
      /**
       * @description Of these those that are not hidden.
       * @example 3
       */
      standing: number;
      alarms: components['schemas']['Alarm'][];
    };
    AlarmAction: {
      operator: components['schemas']['Operator'];
      reason?: components['schemas']['AlarmReason'];
      alarm_id?: components['schemas']['AlarmId'];
    };
    AlarmReasonAction: {
      operator: components['schemas']['Operator'];
      reason: components['schemas']['AlarmReason'];
      alarm_id?: components['schemas']['AlarmId'];
    };
    ShelveAction: {
      operator: components['schemas']['Operator'];
      reason: components['schemas']['AlarmReason'];
      /**
       * @description Up to 24; up to 8 for the highest priorities.
       * @default 8
       * @example 4
       */
      duration_hours: number;
      /**
       * @description Ends with the condition if that comes first.
       * @default false
       */
      one_shot: boolean;
      alarm_id?: components['schemas']['AlarmId'];
    };
    /**
     * @description Who acts. A claim; the log keeps it beside the key.
     * @example nick.searra
     */
    Operator: string;
    /** @example Sensor calibration in progress — expected excursion */
    AlarmReason: string;
    /** @description The alarm that is meant, where a sensor has several. */
    AlarmId: number;
    AlarmStats: {
      /**
       * @description Alarms that are not hidden.
       * @example 3
       */
      standing: number;
      /**
       * @description Of these those that were acknowledged.
       * @example 1
       */
      acked: number;
      /** @example 2 */
      shelved: number;
      /**
       * @description Suppressed or out of service.
       * @example 5
       */
      suppressed: number;
      /** @example 4 */
      raised_last_hour: number;
      /**
       * @description Mean from raising to acknowledging in the last 24 hours, s; null without any.
       * @example 127.3
       */
      avg_response_seconds_24h: number | null;
      /** @example 6 */
      isa_18_2_target_per_hour: number;
      /**
       * @description Raised no more than the target in the last hour.
       * @example true
       */
      compliant: boolean;
      out_of_service?: number;
      raised_last_10_minutes?: number;
      /** @description Most raised in any ten minutes of the last 24 hours. */
      peak_10_minutes_24h?: number;
      /** @description More than 10 were raised within ten minutes, and it is not over. */
      flood?: boolean;
      /** Format: date-time */
      flood_since?: string | null;
      /** @description Raised and cleared at least three times within a minute, in the last 24 hours. */
      chattering?: components['schemas']['AlarmShare'][];
      /** @description Raised and cleared within ten seconds, once, in the last 24 hours. */
      fleeting?: components['schemas']['AlarmShare'][];
      /** @description Standing for more than 24 hours. */
      stale?: components['schemas']['AlarmShare'][];
      /** @description Those raised most often in the last 24 hours. */
      top_10?: components['schemas']['AlarmShare'][];
      /** @description Their share of all raised. */
      top_10_share?: number | null;
      /** @description By priority, over the last 24 hours. */
      time_to_ack?: {
        [key: string]: components['schemas']['AckTimes'];
      };
      suppressed_by?: components['schemas']['SuppressedBy'][];
    };
    AlarmShare: {
      alarm_id: number;
      sensor_id: number;
      tag: string;
      /** @description How often in the last 24 hours. */
      raised: number;
    };
    AckTimes: {
      count: number;
      p50_seconds: number | null;
      p95_seconds: number | null;
    };
    SuppressedBy: {
      /** @description The alarm that is the cause; null: an operator. */
      alarm_id: number | null;
      count: number;
    };
    Event: {
      /**
       * @description Position in the log, without gaps.
       * @example 4711
       */
      id: number;
      /**
       * @description Slug of the block.
       * @example block-01
       */
      block_id: string | null;
      /** @example alarm_raised */
      event_type: string;
      /** @description Facts of this type of event. */
      payload: Record<string, never>;
      /**
       * Format: date-time
       * @example 2026-02-21T11:12:30Z
       */
      created_at: string;
    };
    EventList: {
      /** @description Events that pass the filters, on whatever page. */
      total: number;
      events: components['schemas']['Event'][];
    };
    BillingRow: {
      /**
       * Format: date-time
       * @description Beginning of the interval.
       * @example 2026-02-21T06:00:00Z
       */
      bucket: string;
      /** @example 74 */
      sensor_id: number;
      /** @example MSB-01-E-IMP */
      sensor_tag: string;
      /** @example MSB-01 */
      equipment_tag: string | null;
      /** @example block-01 */
      block_slug: string;
      /** @example wlce */
      site_slug: string;
      /**
       * @description Energy of the interval, kWh.
       * @example 70.583
       */
      value: number;
      /**
       * @description The same of an electrical row.
       * @example 70.583
       */
      kwh_value?: number;
      /**
       * @description The same of a thermal row.
       * @example 13.023
       */
      kwht_value?: number;
      /**
       * @example kWh
       * @enum {string}
       */
      unit: 'kWh' | 'kWht';
      /** @example 60 */
      sample_count: number;
      /** @example 1 */
      quality_good_ratio: number | null;
      /**
       * @description What the meter stands for.
       * @example load
       */
      metering_role?: string | null;
      /** @example electrical */
      subsystem?: string | null;
      /**
       * @example import
       * @enum {string}
       */
      direction?: 'import' | 'export';
      /**
       * @example counter
       * @enum {string}
       */
      source?: 'counter' | 'power';
      /**
       * @description Part of the total.
       * @example true
       */
      counted: boolean;
    };
    BillingReport: {
      /** @example block-01 */
      block_slug: string;
      /**
       * Format: date-time
       * @example 2026-02-21T06:00:00Z
       */
      start: string;
      /**
       * Format: date-time
       * @example 2026-02-21T12:00:00Z
       */
      end: string;
      /**
       * @description kWh; null when nothing is metered.
       * @example 5081.976
       */
      total: number | null;
      /** @example 72 */
      row_count: number;
      /** @example 100000 */
      limit: number;
      /** @example 0 */
      offset: number;
      /** @description Where the next page starts; null on the last. */
      next_offset: number | null;
      data: components['schemas']['BillingRow'][];
    };
    DailyEnergy: {
      /**
       * Format: date
       * @description In the time zone of the site.
       * @example 2026-02-21
       */
      day: string;
      /** @example block-01 */
      block_slug: string;
      /** @example wlce */
      site_slug: string;
      /** @example 21348 */
      electrical_kwh: number | null;
      /** @example 9606.6 */
      thermal_kwht_recovered: number | null;
      /** @example 5337 */
      thermal_kwht_rejected: number | null;
      /** @example 0.45 */
      heat_recovery_ratio: number | null;
      /** @example 1.05 */
      pue_estimate: number | null;
      /** @description Why a figure is null, by its name. */
      reasons: {
        [key: string]: string;
      };
      /**
       * @description False while the day runs.
       * @example true
       */
      complete: boolean;
    };
    PlatformHealth: {
      /** @example Busbar */
      service: string;
      /** @example 0.1.0 */
      version: string;
      /**
       * @description The same word as in `/health`.
       * @example healthy
       * @enum {string}
       */
      status: 'healthy' | 'degraded' | 'error';
      database: {
        /**
         * @example connected
         * @enum {string}
         */
        status: 'connected' | 'unavailable';
        /**
         * @description The file or the database of the store.
         * @example store.db
         */
        name: string;
        /** @example localhost */
        host: string;
        /** @description Connections to it. */
        pool_size: number;
        /** @description Why it is unavailable. */
        reason: string | null;
      };
      /** @description The scheduled jobs, as `/api/v1/scheduler/status` has them. */
      scheduler: {
        enabled: boolean;
        running: boolean;
        /** @example 4 */
        job_count: number;
        jobs: Record<string, never>[];
      };
      /**
       * @example [
       *       "baseline_regression",
       *       "anomaly_detection"
       *     ]
       */
      features: string[];
      /**
       * @description Machines that were measured within a day.
       * @example 7
       */
      active_machines: number;
      /** @description Active ones; null while the store cannot be read. */
      baseline_models: number | null;
      /** @description Of the last day; null while the store cannot be read. */
      recent_anomalies: number | null;
      /**
       * Format: date-time
       * @example 2026-02-21T11:59:57Z
       */
      timestamp: string;
      /** @description The store can be read and written. */
      db_connected: boolean;
      /** @description There is no Redis that could be connected. */
      redis_connected: null;
      /** @example The live feeds come from this process and need no Redis. */
      redis_reason: string;
      /**
       * @description Since the gateway started, s.
       * @example 127.4
       */
      uptime_seconds: number;
      /** @description True when the plant behind the gateway is the built-in demo plant. */
      simulated: boolean;
      /** @description Why the status is not healthy; empty when it is. */
      reasons: string[];
    };
    PlatformStats: {
      /** @description The raw samples. */
      telemetry: {
        /** @description Samples stored in the last sixty whole minutes; null in the first hour after a start. */
        rows_last_hour: number | null;
        /**
         * @description Size in the store.
         * @example 148 MB
         */
        table_size: string;
        /**
         * Format: date-time
         * @description Oldest of the store.
         */
        oldest_in_window: string | null;
        /**
         * Format: date-time
         * @description Newest of the store.
         */
        newest_in_window: string | null;
      };
      aggregates: components['schemas']['TierStats'][];
      alarms: {
        active: number;
        acked: number;
        shelved: number;
        suppressed: number;
        rtn_unack: number;
      };
      /** @description There is no dead letter queue. A reading that cannot be used is stored with its reason. */
      dead_letter_24h: null;
    };
    TierStats: {
      tier: components['schemas']['Tier'];
      /** @description Samples or buckets that are sealed. */
      rows: number;
      /** @description Frames of samples, or buckets, that wait to be sealed. */
      open_rows: number;
      /** @description Both in the store. */
      bytes: number;
      /** Format: date-time */
      oldest: string | null;
      /** Format: date-time */
      newest: string | null;
    };
    /** @description A frame of `/api/v1/ws/telemetry/{block_slug}`. */
    FeedReading: {
      /** @example 42 */
      sensor_id: number;
      /** @example CDU-01-T-SUP */
      tag: string;
      subsystem: components['schemas']['Subsystem'];
      /** @example 32.2 */
      value: number | null;
      quality: components['schemas']['Quality'];
      /**
       * Format: date-time
       * @example 2026-02-21T11:59:55Z
       */
      timestamp: string;
      /**
       * Format: date-time
       * @description The same as `timestamp`.
       */
      ts: string;
    };
    /** @description A frame of `/api/v1/ws/alarms`. */
    FeedAlarm: {
      /** @enum {string} */
      event: 'alarm_raised' | 'alarm_acked' | 'alarm_cleared' | 'alarm_shelved';
      alarm: components['schemas']['Alarm'];
      /**
       * Format: date-time
       * @example 2026-02-21T11:12:30Z
       */
      timestamp: string;
      /** @description There and true while alarms are raised in a flood. */
      flood?: boolean;
    };
    /** @description A frame of `/api/v1/ws/events/{block_slug}`. */
    FeedEvent: components['schemas']['Event'];
    Error: {
      /** @description One sentence for a person. */
      detail: string;
    };
    InputErrors: {
      detail: components['schemas']['InputError'][];
    };
    InputError: {
      /**
       * @description `query`, `path` or `body`, then the names that lead to the input.
       * @example [
       *       "query",
       *       "limit"
       *     ]
       */
      loc: string[];
      /** @example The limit must be at most 1000. */
      msg: string;
      /**
       * @description Stable name for the kind of mistake.
       * @example less_than_equal
       */
      type: string;
    };
  };
  responses: {
    /** @description The inputs are readable but ask for something that cannot be answered. */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "end must be after start, found 2026-02-21T06:00:00Z."
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
         *       "detail": "This key has no scope alarms."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description There is no such thing. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": "Sensor 4711 not found"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The state of the alarm forbids it. */
    Conflict: {
      headers: {
        [name: string]: unknown;
      };
      content: {
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
    /** @description An input is missing, unknown or outside its limits. */
    Unprocessable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "detail": [
         *         {
         *           "loc": [
         *             "query",
         *             "limit"
         *           ],
         *           "msg": "The limit must be at most 1000.",
         *           "type": "less_than_equal"
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
    /** @example block-01 */
    Slug: string;
    /** @example block-01 */
    BlockSlugInPath: string;
    /** @example 42 */
    SensorIdInPath: number;
    /**
     * @description Id of the sensor, as `/sensors/{block_slug}` lists it.
     * @example 42
     */
    SensorIdInQuery: number;
    /**
     * @description Ids of up to 50 sensors, separated by commas.
     * @example 42,43,44
     */
    SensorIds: string;
    /**
     * @description Only what belongs to this site.
     * @example wlce
     */
    SiteSlug: string;
    /**
     * @description Only what belongs to this block.
     * @example block-01
     */
    BlockSlug: string;
    /**
     * @description Slug of the block.
     * @example block-01
     */
    BlockSlugRequired: string;
    /**
     * @description Only this subsystem of the block.
     * @example thermal-l1
     */
    Subsystem: string;
    /**
     * @description Beginning of the span, included. ISO 8601; UTC without a zone.
     * @example 2026-02-21T06:00:00Z
     */
    Start: string;
    /**
     * @description Beginning of the span, included. ISO 8601; UTC without a zone.
     * @example 2026-02-21T06:00:00Z
     */
    StartOptional: string;
    /**
     * @description End of the span, not included; now unless given.
     * @example 2026-02-21T12:00:00Z
     */
    End: string;
    /** @description Forces a tier instead of the one that the span selects. */
    Aggregation: 'raw' | '1min' | '5min' | '1hour' | '1day';
    /**
     * @description States, separated by commas.
     * @example ACTIVE,RTN_UNACK
     */
    AlarmStates: string;
    /**
     * @description Priorities, separated by commas.
     * @example P0,P1
     */
    AlarmPriorities: string;
    /**
     * @description Only alarms of this sensor.
     * @example 42
     */
    AlarmSensor: number;
    /**
     * @description Types of event, separated by commas.
     * @example alarm_raised,alarm_cleared
     */
    EventTypes: string;
    /** @description Rows to leave out at the beginning. */
    Offset: number;
    /** @description Rows on a page. */
    Limit: number;
    /** @description Rows on a page. */
    WholeLimit: number;
    /** @description Rows on a page; all of the span unless given. */
    BillingLimit: number;
    /** @description Only events with a smaller id. */
    BeforeId: number;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listSites: {
    parameters: {
      query?: {
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
        /** @description Rows on a page. */
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Site'][];
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
  getSite: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example block-01 */
        slug: components['parameters']['Slug'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The site. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SiteDetail'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listBlocks: {
    parameters: {
      query?: {
        /**
         * @description Only what belongs to this site.
         * @example wlce
         */
        site_slug?: components['parameters']['SiteSlug'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
        /** @description Rows on a page. */
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Block'][];
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
  getBlock: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example block-01 */
        slug: components['parameters']['Slug'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The block. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BlockDetail'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listEquipment: {
    parameters: {
      query?: {
        /**
         * @description Only this subsystem of the block.
         * @example thermal-l1
         */
        subsystem?: components['parameters']['Subsystem'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
        /** @description Rows on a page. */
        limit?: components['parameters']['WholeLimit'];
      };
      header?: never;
      path: {
        /** @example block-01 */
        block_slug: components['parameters']['BlockSlugInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The equipment. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Equipment'][];
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
  listSensors: {
    parameters: {
      query?: {
        /**
         * @description Only this subsystem of the block.
         * @example thermal-l1
         */
        subsystem?: components['parameters']['Subsystem'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
        /** @description Rows on a page. */
        limit?: components['parameters']['WholeLimit'];
      };
      header?: never;
      path: {
        /** @example block-01 */
        block_slug: components['parameters']['BlockSlugInPath'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The sensors. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Sensor'][];
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
  getTelemetry: {
    parameters: {
      query: {
        /**
         * @description Id of the sensor, as `/sensors/{block_slug}` lists it.
         * @example 42
         */
        sensor_id: components['parameters']['SensorIdInQuery'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2026-02-21T06:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included; now unless given.
         * @example 2026-02-21T12:00:00Z
         */
        end?: components['parameters']['End'];
        /** @description Forces a tier instead of the one that the span selects. */
        agg?: components['parameters']['Aggregation'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The series. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TelemetrySeries'];
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
  getLatestTelemetry: {
    parameters: {
      query: {
        /**
         * @description Slug of the block.
         * @example block-01
         */
        block_slug: components['parameters']['BlockSlugRequired'];
        /**
         * @description Only this subsystem of the block.
         * @example thermal-l1
         */
        subsystem?: components['parameters']['Subsystem'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The readings. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LatestReadings'];
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
  getMultiTelemetry: {
    parameters: {
      query: {
        /**
         * @description Ids of up to 50 sensors, separated by commas.
         * @example 42,43,44
         */
        sensor_ids: components['parameters']['SensorIds'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2026-02-21T06:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included; now unless given.
         * @example 2026-02-21T12:00:00Z
         */
        end?: components['parameters']['End'];
        /** @description Forces a tier instead of the one that the span selects. */
        agg?: components['parameters']['Aggregation'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The series by sensor id. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MultiTelemetry'];
        };
      };
      400: components['responses']['BadRequest'];
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
  listAlarms: {
    parameters: {
      query?: {
        /**
         * @description States, separated by commas.
         * @example ACTIVE,RTN_UNACK
         */
        state?: components['parameters']['AlarmStates'];
        /**
         * @description Priorities, separated by commas.
         * @example P0,P1
         */
        priority?: components['parameters']['AlarmPriorities'];
        /**
         * @description Only alarms of this sensor.
         * @example 42
         */
        sensor_id?: components['parameters']['AlarmSensor'];
        /**
         * @description Only what belongs to this block.
         * @example block-01
         */
        block_slug?: components['parameters']['BlockSlug'];
        /**
         * @description Only what belongs to this site.
         * @example wlce
         */
        site_slug?: components['parameters']['SiteSlug'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
        /** @description Rows on a page. */
        limit?: components['parameters']['Limit'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlarmList'];
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
  getAlarmStats: {
    parameters: {
      query?: {
        /**
         * @description Only what belongs to this block.
         * @example block-01
         */
        block_slug?: components['parameters']['BlockSlug'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AlarmStats'];
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
  acknowledgeAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  shelveAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ShelveAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  unshelveAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  suppressAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmReasonAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  unsuppressAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  takeAlarmOutOfService: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmReasonAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  putAlarmInService: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  resetAlarm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 42 */
        sensor_id: components['parameters']['SensorIdInPath'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AlarmAction'];
      };
    };
    responses: {
      /** @description The alarm as it is now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alarm'];
        };
      };
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
  listEvents: {
    parameters: {
      query?: {
        /**
         * @description Only what belongs to this block.
         * @example block-01
         */
        block_slug?: components['parameters']['BlockSlug'];
        /**
         * @description Types of event, separated by commas.
         * @example alarm_raised,alarm_cleared
         */
        event_type?: components['parameters']['EventTypes'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2026-02-21T06:00:00Z
         */
        start?: components['parameters']['StartOptional'];
        /**
         * @description End of the span, not included; now unless given.
         * @example 2026-02-21T12:00:00Z
         */
        end?: components['parameters']['End'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
        /** @description Rows on a page. */
        limit?: components['parameters']['Limit'];
        /** @description Only events with a smaller id. */
        before_id?: components['parameters']['BeforeId'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description One page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventList'];
        };
      };
      400: components['responses']['BadRequest'];
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
  getBillingKwh: {
    parameters: {
      query: {
        /**
         * @description Slug of the block.
         * @example block-01
         */
        block_slug: components['parameters']['BlockSlugRequired'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2026-02-21T06:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included; now unless given.
         * @example 2026-02-21T12:00:00Z
         */
        end?: components['parameters']['End'];
        /** @description Rows on a page; all of the span unless given. */
        limit?: components['parameters']['BillingLimit'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The rows. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BillingReport'];
          /**
           * @example bucket,sensor_id,sensor_tag,equipment_tag,block_slug,site_slug,value,unit,sample_count,quality_good_ratio,metering_role,subsystem,direction,source,counted
           *     2026-02-21T06:00:00Z,74,MSB-01-E-IMP,MSB-01,block-01,wlce,70.583,kWh,60,1,load,electrical,import,counter,true
           */
          'text/csv': string;
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
  getBillingKwht: {
    parameters: {
      query: {
        /**
         * @description Slug of the block.
         * @example block-01
         */
        block_slug: components['parameters']['BlockSlugRequired'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2026-02-21T06:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included; now unless given.
         * @example 2026-02-21T12:00:00Z
         */
        end?: components['parameters']['End'];
        /** @description Rows on a page; all of the span unless given. */
        limit?: components['parameters']['BillingLimit'];
        /** @description Rows to leave out at the beginning. */
        offset?: components['parameters']['Offset'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The rows. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BillingReport'];
          /**
           * @example bucket,sensor_id,sensor_tag,equipment_tag,block_slug,site_slug,value,unit,sample_count,quality_good_ratio,metering_role,subsystem,direction,source,counted
           *     2026-02-21T06:00:00Z,50,CDU-01-HEAT-E,CDU-01,block-01,wlce,13.023,kWht,60,1,,thermal-l1,import,counter,true
           */
          'text/csv': string;
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
  getDailyEnergy: {
    parameters: {
      query: {
        /**
         * @description Slug of the block.
         * @example block-01
         */
        block_slug: components['parameters']['BlockSlugRequired'];
        /**
         * @description Beginning of the span, included. ISO 8601; UTC without a zone.
         * @example 2026-02-21T06:00:00Z
         */
        start: components['parameters']['Start'];
        /**
         * @description End of the span, not included; now unless given.
         * @example 2026-02-21T12:00:00Z
         */
        end?: components['parameters']['End'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The days. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DailyEnergy'][];
          /**
           * @example day,block_slug,site_slug,electrical_kwh,thermal_kwht_recovered,thermal_kwht_rejected,heat_recovery_ratio,pue_estimate,complete,reasons
           *     2026-02-21,block-01,wlce,21348,9606.6,5337,0.45,1.05,true,
           */
          'text/csv': string;
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
  getPlatformHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The state. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlatformHealth'];
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
  getPlatformStats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlatformStats'];
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
  getPlatformStatsAtRoot: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The figures. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlatformStats'];
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
}
