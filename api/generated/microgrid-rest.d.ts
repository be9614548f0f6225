/* Generated from api/microgrid-rest.yaml; do not edit. */
export interface paths {
  '/rest/v1/mg_bess_readings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read battery readings
     * @description A reading of a polled battery is stored every few seconds; `soe` is in %, `target_power` in kW, positive when the battery discharges.
     */
    get: operations['selectBessReadings'];
    put?: never;
    /**
     * Store battery readings
     * @description One row or several; all of them are stored or none. The rows come back with `Prefer: return=representation`.
     */
    post: operations['insertBessReadings'];
    /**
     * Remove battery readings
     * @description Removes every row that the filters find, at most 10 000. Without a filter nothing is removed.
     */
    delete: operations['deleteBessReadings'];
    options?: never;
    head?: never;
    /**
     * Change battery readings
     * @description Sets the columns of the body in every row that the filters find, at most 10 000. Without a filter nothing is changed.
     */
    patch: operations['updateBessReadings'];
    trace?: never;
  };
  '/rest/v1/mg_meter_readings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read meter readings
     * @description Powers are positive on import; energies are counters.
     */
    get: operations['selectMeterReadings'];
    put?: never;
    /**
     * Store meter readings
     * @description One row or several; all of them are stored or none. The rows come back with `Prefer: return=representation`.
     */
    post: operations['insertMeterReadings'];
    /**
     * Remove meter readings
     * @description Removes every row that the filters find, at most 10 000. Without a filter nothing is removed.
     */
    delete: operations['deleteMeterReadings'];
    options?: never;
    head?: never;
    /**
     * Change meter readings
     * @description Sets the columns of the body in every row that the filters find, at most 10 000. Without a filter nothing is changed.
     */
    patch: operations['updateMeterReadings'];
    trace?: never;
  };
  '/rest/v1/market_data': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read market data
     * @description Types: 1 NIV estimate in MW, 2 wholesale price in £/MWh, 3 imbalance price in £/MWh, 4 Axle dispatch in kW. A later row of the same time and type revises the earlier one.
     */
    get: operations['selectMarketData'];
    put?: never;
    /**
     * Store market data
     * @description One row or several; all of them are stored or none. The rows come back with `Prefer: return=representation`.
     */
    post: operations['insertMarketData'];
    /**
     * Remove market data
     * @description Removes every row that the filters find, at most 10 000. Without a filter nothing is removed.
     */
    delete: operations['deleteMarketData'];
    options?: never;
    head?: never;
    /**
     * Change market data
     * @description Sets the columns of the body in every row that the filters find, at most 10 000. Without a filter nothing is changed.
     */
    patch: operations['updateMarketData'];
    trace?: never;
  };
  '/rest/v1/mg_device_registry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read devices
     * @description The devices of the site file, and those that clients have registered. Rows posted for the latter feed the history.
     */
    get: operations['selectDeviceRegistry'];
    put?: never;
    /**
     * Store devices
     * @description One row or several; all of them are stored or none. The rows come back with `Prefer: return=representation`.
     */
    post: operations['insertDeviceRegistry'];
    /**
     * Remove devices
     * @description Removes every row that the filters find, at most 10 000. Without a filter nothing is removed.
     */
    delete: operations['deleteDeviceRegistry'];
    options?: never;
    head?: never;
    /**
     * Change devices
     * @description Sets the columns of the body in every row that the filters find, at most 10 000. Without a filter nothing is changed.
     */
    patch: operations['updateDeviceRegistry'];
    trace?: never;
  };
  '/rest/v1/market_data_types': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the types of market data
     * @description Name and unit of each type.
     */
    get: operations['selectMarketDataTypes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rest/v1/rpc/get_meter_readings_5m': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Meter readings in 5 minutes
     * @description Arguments stand in the query, a list of devices as `device_ids={a,b}`. Readings of meters in buckets of 5 minutes, aligned to UTC; `time_b` is the start of a bucket, and the span includes the buckets that start at its ends. A counter's rise between two samples counts to the bucket of the later one: the deltas of buckets in a row sum to what the counter counted, through gaps and resets. A bucket without samples has no row.
     */
    get: operations['readMeterReadings5m'];
    put?: never;
    /**
     * Meter readings in 5 minutes, arguments in the body
     * @description Readings of meters in buckets of 5 minutes, aligned to UTC; `time_b` is the start of a bucket, and the span includes the buckets that start at its ends. A counter's rise between two samples counts to the bucket of the later one: the deltas of buckets in a row sum to what the counter counted, through gaps and resets. A bucket without samples has no row.
     */
    post: operations['callMeterReadings5m'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/rest/v1/rpc/get_meter_readings_30m': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Meter readings in 30 minutes
     * @description Arguments stand in the query, a list of devices as `device_ids={a,b}`. Readings of meters in buckets of 30 minutes, aligned to UTC; `time_b` is the start of a bucket, and the span includes the buckets that start at its ends. A counter's rise between two samples counts to the bucket of the later one: the deltas of buckets in a row sum to what the counter counted, through gaps and resets. A bucket without samples has no row.
     */
    get: operations['readMeterReadings30m'];
    put?: never;
    /**
     * Meter readings in 30 minutes, arguments in the body
     * @description Readings of meters in buckets of 30 minutes, aligned to UTC; `time_b` is the start of a bucket, and the span includes the buckets that start at its ends. A counter's rise between two samples counts to the bucket of the later one: the deltas of buckets in a row sum to what the counter counted, through gaps and resets. A bucket without samples has no row.
     */
    post: operations['callMeterReadings30m'];
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
      /** @description SQLSTATE or a code of PostgREST. */
      code: string;
      details: string | null;
      hint: string | null;
      message: string;
    };
    /** Format: date-time */
    Time: string;
    /** @description A row as an object, or a list of them; values by column. */
    RowOrRows: Record<string, never> | unknown[];
    /** @description `start_time` (a day before the end unless given), `end_time` (now unless given) and `device_ids`, a list of devices or null for all. */
    MeterReadingsArguments: Record<string, never>;
    /** @description Columns that `select` chose; all of them unless it says otherwise. */
    BessReading: {
      /** Format: uuid */
      id?: string;
      time?: components['schemas']['Time'];
      /** Format: uuid */
      device_id?: string;
      /** @description % */
      soe?: number | null;
      /** @description kW, positive when the battery discharges */
      target_power?: number | null;
      available_inverter_blocks?: number | null;
      command_source?: number | null;
      created_at?: components['schemas']['Time'];
    };
    /** @description Columns that `select` chose; all of them unless it says otherwise. */
    MeterReading: {
      /** Format: uuid */
      id?: string;
      time?: components['schemas']['Time'];
      /** Format: uuid */
      device_id?: string;
      /** @description Hz */
      frequency?: number | null;
      /** @description V */
      voltage_line_average?: number | null;
      /** @description A */
      current_phase_a?: number | null;
      /** @description A */
      current_phase_b?: number | null;
      /** @description A */
      current_phase_c?: number | null;
      /** @description A */
      current_phase_average?: number | null;
      /** @description kW */
      power_phase_a_active?: number | null;
      /** @description kW */
      power_phase_b_active?: number | null;
      /** @description kW */
      power_phase_c_active?: number | null;
      /** @description kW */
      power_total_active?: number | null;
      /** @description kvar */
      power_total_reactive?: number | null;
      /** @description kVA */
      power_total_apparent?: number | null;
      power_factor_total?: number | null;
      /** @description kWh */
      energy_imported_active?: number | null;
      /** @description kWh */
      energy_exported_active?: number | null;
      /** @description kWh */
      energy_imported_phase_a_active?: number | null;
      /** @description kWh */
      energy_exported_phase_a_active?: number | null;
      /** @description kWh */
      energy_imported_phase_b_active?: number | null;
      /** @description kWh */
      energy_exported_phase_b_active?: number | null;
      /** @description kWh */
      energy_imported_phase_c_active?: number | null;
      /** @description kWh */
      energy_exported_phase_c_active?: number | null;
      /** @description kvarh */
      energy_imported_reactive?: number | null;
      /** @description kvarh */
      energy_exported_reactive?: number | null;
      /** @description kVAh */
      energy_imported_apparent?: number | null;
      /** @description kVAh */
      energy_exported_apparent?: number | null;
      created_at?: components['schemas']['Time'];
    };
    /** @description Columns that `select` chose; all of them unless it says otherwise. */
    MarketDatum: {
      /** Format: uuid */
      id?: string;
      time?: components['schemas']['Time'];
      /** @enum {integer} */
      type?: 1 | 2 | 3 | 4;
      value?: number;
      metadata?: unknown;
    };
    /** @description Columns that `select` chose; all of them unless it says otherwise. */
    MarketDataType: {
      id?: number;
      name?: string;
      unit?: string;
      description?: string;
    };
    /** @description Columns that `select` chose; all of them unless it says otherwise. */
    RegisteredDevice: {
      /** Format: uuid */
      id?: string;
      name?: string;
      type?: string;
      /** @description Code of the site. */
      site?: string;
      metadata?: unknown;
      active?: boolean;
      created_at?: components['schemas']['Time'];
    };
    /** @description Columns that `select` chose; all of them unless it says otherwise. */
    MeterBucket: {
      time_b?: components['schemas']['Time'];
      /** Format: uuid */
      device_id?: string;
      /** @description Hz */
      frequency_avg?: number | null;
      /** @description V */
      voltage_line_average_avg?: number | null;
      /** @description A */
      current_phase_a_avg?: number | null;
      /** @description A */
      current_phase_b_avg?: number | null;
      /** @description A */
      current_phase_c_avg?: number | null;
      /** @description A */
      current_phase_average_avg?: number | null;
      /** @description kW */
      power_phase_a_active_avg?: number | null;
      /** @description kW */
      power_phase_b_active_avg?: number | null;
      /** @description kW */
      power_phase_c_active_avg?: number | null;
      /** @description kW */
      power_total_active_avg?: number | null;
      /** @description kvar */
      power_total_reactive_avg?: number | null;
      /** @description kVA */
      power_total_apparent_avg?: number | null;
      power_factor_total_avg?: number | null;
      /** @description kWh */
      energy_imported_active_min?: number | null;
      /** @description kWh */
      energy_exported_active_min?: number | null;
      /** @description kWh */
      energy_imported_phase_a_active_min?: number | null;
      /** @description kWh */
      energy_exported_phase_a_active_min?: number | null;
      /** @description kWh */
      energy_imported_phase_b_active_min?: number | null;
      /** @description kWh */
      energy_exported_phase_b_active_min?: number | null;
      /** @description kWh */
      energy_imported_phase_c_active_min?: number | null;
      /** @description kWh */
      energy_exported_phase_c_active_min?: number | null;
      /** @description kWh */
      energy_imported_active_delta?: number | null;
      /** @description kWh */
      energy_exported_active_delta?: number | null;
      /** @description kWh */
      energy_imported_phase_a_active_delta?: number | null;
      /** @description kWh */
      energy_exported_phase_a_active_delta?: number | null;
      /** @description kWh */
      energy_imported_phase_b_active_delta?: number | null;
      /** @description kWh */
      energy_exported_phase_b_active_delta?: number | null;
      /** @description kWh */
      energy_imported_phase_c_active_delta?: number | null;
      /** @description kWh */
      energy_exported_phase_c_active_delta?: number | null;
      /** @description kvarh */
      energy_imported_reactive_delta?: number | null;
      /** @description kvarh */
      energy_exported_reactive_delta?: number | null;
      /** @description kVAh */
      energy_imported_apparent_delta?: number | null;
      /** @description kVAh */
      energy_exported_apparent_delta?: number | null;
    };
  };
  responses: {
    /** @description The battery readings; 206 when a known total is larger than the page. */
    BessReadingRows: {
      headers: {
        /** @description First and last row and the total, `0-9/*` when it was not asked for. */
        'Content-Range'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['BessReading'][];
      };
    };
    /** @description The meter readings; 206 when a known total is larger than the page. */
    MeterReadingRows: {
      headers: {
        /** @description First and last row and the total, `0-9/*` when it was not asked for. */
        'Content-Range'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['MeterReading'][];
      };
    };
    /** @description The market data; 206 when a known total is larger than the page. */
    MarketDatumRows: {
      headers: {
        /** @description First and last row and the total, `0-9/*` when it was not asked for. */
        'Content-Range'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['MarketDatum'][];
      };
    };
    /** @description The devices; 206 when a known total is larger than the page. */
    RegisteredDeviceRows: {
      headers: {
        /** @description First and last row and the total, `0-9/*` when it was not asked for. */
        'Content-Range'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['RegisteredDevice'][];
      };
    };
    /** @description The types; 206 when a known total is larger than the page. */
    MarketDataTypeRows: {
      headers: {
        /** @description First and last row and the total, `0-9/*` when it was not asked for. */
        'Content-Range'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['MarketDataType'][];
      };
    };
    /** @description The buckets; 206 when a known total is larger than the page. */
    MeterBucketRows: {
      headers: {
        /** @description First and last row and the total, `0-9/*` when it was not asked for. */
        'Content-Range'?: string;
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['MeterBucket'][];
      };
    };
    /** @description A parameter, a value or the body is wrong. */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "22P02",
         *       "details": null,
         *       "hint": null,
         *       "message": "invalid input syntax for type uuid: \"x\""
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
         *       "code": "PGRST301",
         *       "details": null,
         *       "hint": null,
         *       "message": "A valid key is needed."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The key may not do this, or not with rows of this site. */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "42501",
         *       "details": null,
         *       "hint": null,
         *       "message": "This key has no scope write."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description There is no such function, or the type of a column has no such operator. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "PGRST202",
         *       "details": null,
         *       "hint": null,
         *       "message": "Could not find the function public.x(y) in the schema cache"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The form or schema is not served, or the rows are not exactly one. */
    NotAcceptable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "PGRST116",
         *       "details": "The result contains 0 rows",
         *       "hint": null,
         *       "message": "Cannot coerce the result to a single JSON object"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description A key is there already, or what a row refers to is not. */
    Conflict: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "23505",
         *       "details": "Key (device_id, time)=(123e4567-e89b-12d3-a456-426614174000, 2024-01-01T00:00:00.000Z) already exists.",
         *       "hint": null,
         *       "message": "duplicate key value violates unique constraint"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The body is larger than 64 kB, or than 1 MB for a POST to a table. */
    TooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "54000",
         *       "details": null,
         *       "hint": null,
         *       "message": "The body must be at most 65536 bytes."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The page begins behind the last row. */
    RangeNotSatisfiable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "PGRST103",
         *       "details": "An offset of 50 was requested, but there are only 10 rows.",
         *       "hint": null,
         *       "message": "Requested range not satisfiable"
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
         *       "code": "PGRST125",
         *       "details": null,
         *       "hint": null,
         *       "message": "This gateway does not answer for that host."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description Too many requests. `Retry-After` says how long to wait. */
    TooManyRequests: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "53400",
         *       "details": null,
         *       "hint": null,
         *       "message": "Too many requests; try again in 1 s."
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
         *       "code": "XX000",
         *       "details": "Error id: 3q2-7wVQxkq1JbZ0m6ct9g",
         *       "hint": null,
         *       "message": "Internal error; the log has the details."
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
        /**
         * @example {
         *       "code": "57P03",
         *       "details": null,
         *       "hint": null,
         *       "message": "The store is not available: the store writer is down."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The question took too long; narrow it. */
    DeadlinePassed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "code": "57014",
         *       "details": "The question took longer than 5000 ms; narrow it.",
         *       "hint": null,
         *       "message": "canceling statement due to statement timeout"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
    Select: string;
    /** @description `time.desc.nullslast,id` */
    Order: string;
    /** @description Most rows. */
    Limit: number;
    /** @description Rows left out before the first. */
    Offset: number;
    /** @description Columns that are taken from the rows; all others are ignored. */
    Columns: string;
    /** @description Columns of the key by which `Prefer` with `resolution=` finds rows that are there; the primary key unless given. */
    OnConflict: string;
    /** @description A day before the end unless given. */
    StartTime: string;
    /** @description Now unless given. */
    EndTime: string;
    /** @description `{a,b}`; all meters unless given. */
    DeviceIds: string;
    /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
    Prefer: string;
    /** @description First and last row, from 0. */
    Range: string;
    /** @description `public` or `flux`, which are the same. */
    AcceptProfile: string;
    /** @description `public` or `flux`, which are the same. */
    ContentProfile: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  selectBessReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['BessReadingRows'];
      206: components['responses']['BessReadingRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  insertBessReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description Columns that are taken from the rows; all others are ignored. */
        columns?: components['parameters']['Columns'];
        /** @description Columns of the key by which `Prefer` with `resolution=` finds rows that are there; the primary key unless given. */
        on_conflict?: components['parameters']['OnConflict'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "device_id": "123e4567-e89b-12d3-a456-426614174000",
         *       "time": "2024-01-01T12:00:00.000Z",
         *       "soe": 65.5,
         *       "target_power": -25,
         *       "available_inverter_blocks": 4,
         *       "command_source": 1
         *     }
         */
        'application/json': components['schemas']['RowOrRows'];
      };
    };
    responses: {
      200: components['responses']['BessReadingRows'];
      201: components['responses']['BessReadingRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  deleteBessReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['BessReadingRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  updateBessReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      200: components['responses']['BessReadingRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  selectMeterReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MeterReadingRows'];
      206: components['responses']['MeterReadingRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  insertMeterReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description Columns that are taken from the rows; all others are ignored. */
        columns?: components['parameters']['Columns'];
        /** @description Columns of the key by which `Prefer` with `resolution=` finds rows that are there; the primary key unless given. */
        on_conflict?: components['parameters']['OnConflict'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example [
         *       {
         *         "device_id": "123e4567-e89b-12d3-a456-426614174001",
         *         "time": "2024-01-01T12:00:00Z",
         *         "power_total_active": 125.5,
         *         "voltage_line_average": 415.2,
         *         "current_phase_average": 180.5
         *       }
         *     ]
         */
        'application/json': components['schemas']['RowOrRows'];
      };
    };
    responses: {
      200: components['responses']['MeterReadingRows'];
      201: components['responses']['MeterReadingRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  deleteMeterReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MeterReadingRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  updateMeterReadings: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      200: components['responses']['MeterReadingRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  selectMarketData: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MarketDatumRows'];
      206: components['responses']['MarketDatumRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  insertMarketData: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description Columns that are taken from the rows; all others are ignored. */
        columns?: components['parameters']['Columns'];
        /** @description Columns of the key by which `Prefer` with `resolution=` finds rows that are there; the primary key unless given. */
        on_conflict?: components['parameters']['OnConflict'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "time": "2024-01-01T12:00:00Z",
         *       "type": 1,
         *       "value": -150.5,
         *       "metadata": {
         *         "confidence": 0.85,
         *         "settlement_period": 24
         *       }
         *     }
         */
        'application/json': components['schemas']['RowOrRows'];
      };
    };
    responses: {
      200: components['responses']['MarketDatumRows'];
      201: components['responses']['MarketDatumRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  deleteMarketData: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MarketDatumRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  updateMarketData: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      200: components['responses']['MarketDatumRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  selectDeviceRegistry: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['RegisteredDeviceRows'];
      206: components['responses']['RegisteredDeviceRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  insertDeviceRegistry: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description Columns that are taken from the rows; all others are ignored. */
        columns?: components['parameters']['Columns'];
        /** @description Columns of the key by which `Prefer` with `resolution=` finds rows that are there; the primary key unless given. */
        on_conflict?: components['parameters']['OnConflict'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "WLCE-BESS-02",
         *       "type": "bess",
         *       "site": "WLCE",
         *       "metadata": {
         *         "manufacturer": "PowerPack",
         *         "model": "PP-500",
         *         "capacity_kwh": 500,
         *         "max_power_kw": 100
         *       }
         *     }
         */
        'application/json': components['schemas']['RowOrRows'];
      };
    };
    responses: {
      200: components['responses']['RegisteredDeviceRows'];
      201: components['responses']['RegisteredDeviceRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  deleteDeviceRegistry: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['RegisteredDeviceRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  updateDeviceRegistry: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      200: components['responses']['RegisteredDeviceRows'];
      /** @description Done. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      409: components['responses']['Conflict'];
      413: components['responses']['TooLarge'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  selectMarketDataTypes: {
    parameters: {
      query?: {
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MarketDataTypeRows'];
      206: components['responses']['MarketDataTypeRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  readMeterReadings5m: {
    parameters: {
      query?: {
        /** @description A day before the end unless given. */
        start_time?: components['parameters']['StartTime'];
        /** @description Now unless given. */
        end_time?: components['parameters']['EndTime'];
        /** @description `{a,b}`; all meters unless given. */
        device_ids?: components['parameters']['DeviceIds'];
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MeterBucketRows'];
      206: components['responses']['MeterBucketRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  callMeterReadings5m: {
    parameters: {
      query?: never;
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "start_time": "2024-01-01T00:00:00Z",
         *       "end_time": "2024-01-02T00:00:00Z",
         *       "device_ids": null
         *     }
         */
        'application/json': components['schemas']['MeterReadingsArguments'];
      };
    };
    responses: {
      200: components['responses']['MeterBucketRows'];
      206: components['responses']['MeterBucketRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      413: components['responses']['TooLarge'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  readMeterReadings30m: {
    parameters: {
      query?: {
        /** @description A day before the end unless given. */
        start_time?: components['parameters']['StartTime'];
        /** @description Now unless given. */
        end_time?: components['parameters']['EndTime'];
        /** @description `{a,b}`; all meters unless given. */
        device_ids?: components['parameters']['DeviceIds'];
        /** @description Columns of the answer, with a name of their own, a cast or a path into JSON: `id,at:time,soe::int,metadata->max_power`. */
        select?: components['parameters']['Select'];
        /** @description `time.desc.nullslast,id` */
        order?: components['parameters']['Order'];
        /** @description Most rows. */
        limit?: components['parameters']['Limit'];
        /** @description Rows left out before the first. */
        offset?: components['parameters']['Offset'];
      };
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description First and last row, from 0. */
        Range?: components['parameters']['Range'];
        /** @description `public` or `flux`, which are the same. */
        'Accept-Profile'?: components['parameters']['AcceptProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: components['responses']['MeterBucketRows'];
      206: components['responses']['MeterBucketRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  callMeterReadings30m: {
    parameters: {
      query?: never;
      header?: {
        /** @description `count=exact` (the total in `Content-Range`), `return=representation` or `headers-only`, `resolution=merge-duplicates` or `ignore-duplicates`, `missing=default`, `handling=strict` with `max-affected=`. */
        Prefer?: components['parameters']['Prefer'];
        /** @description `public` or `flux`, which are the same. */
        'Content-Profile'?: components['parameters']['ContentProfile'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "start_time": "2024-01-01T00:00:00Z",
         *       "end_time": "2024-01-02T00:00:00Z",
         *       "device_ids": null
         *     }
         */
        'application/json': components['schemas']['MeterReadingsArguments'];
      };
    };
    responses: {
      200: components['responses']['MeterBucketRows'];
      206: components['responses']['MeterBucketRows'];
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      406: components['responses']['NotAcceptable'];
      413: components['responses']['TooLarge'];
      416: components['responses']['RangeNotSatisfiable'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
}
