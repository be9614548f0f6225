/* Generated from api/bess-gateway.yaml; do not edit. */
export interface paths {
  '/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What this service is
     * @description Name, version and state of the gateway, and where to go on from here. A browser, which asks for `text/html`, is sent to
     *     `/ui/`.
     */
    get: operations['getServiceInformation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Gateway liveness and basic operational state
     * @description Needs no key. Answers 200 while the gateway is healthy and 503 with the same body while it is degraded or in
     *     error; `reasons` then says why.
     */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Metrics in the Prometheus text format
     * @description Needs no key. A gauge without a measurement is absent. Beside the metrics of the process and of HTTP:
     *
     *     | metric | type | meaning |
     *     |---|---|---|
     *     | `bess_cycles_total` | counter | Modbus polling cycles |
     *     | `bess_safety_blocks_total` | counter | commands that the safety guard blocked, by `reason` |
     *     | `bess_last_soc_pct` | gauge | state of charge, % |
     *     | `bess_last_power_kw` | gauge | active power, kW |
     *     | `bess_cycle_duration_seconds` | histogram | duration of a polling cycle, s |
     *     | `bess_ids_anomaly_score` | gauge | anomaly score of the intrusion detection, 0.0 to 1.0 |
     *     | `bess_ids_alerts_total` | counter | alerts of the intrusion detection |
     *     | `bess_onnx_inference_ms` | histogram | duration of one model inference, ms |
     *     | `bess_publish_errors_total` | counter | failed publications to Pub/Sub |
     *     | `bess_fleet_sites_active` | gauge | active sites in the fleet |
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Full operational snapshot in real time
     * @description What the gateway's process image holds now. A value that could not be read is null.
     */
    get: operations['getStatus'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/dispatch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a dispatch command to the inverter
     * @description The command is judged by the safety guard on the newest telemetry, written to the setpoint register, echoed and
     *     read back before it is answered. It lives for a limited time (300 s unless the site says otherwise), after which
     *     the gateway returns the battery to zero.
     *
     *     A `target_kw` that is missing or not a finite number is answered 422 with `safety_constraint: not_finite`; any
     *     other wrong field is answered 400.
     */
    post: operations['dispatch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/safety/release': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Release a latched safety stop
     * @description Ends a latched stop after its cause has gone. Refused with 409 while the cause stands or when the constraint is
     *     not latched. Every attempt is in the audit log with the key and the operator's name.
     */
    post: operations['releaseSafetyLatch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The audit log, newest first
     * @description Commands, verdicts, outcomes and latches, as written to the append-only log. Rows form a hash chain. Pass
     *     `next_before_seq` of one page as `before_seq` to get the next; it is null on the last page.
     */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/ws-ticket': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A ticket that opens one WebSocket
     * @description Browsers cannot send a key when they open a WebSocket. They ask for a ticket instead and pass it as `ticket` in
     *     the query of the WebSocket's address. It opens that path once, within 30 s, with the rights of the key that asked.
     */
    post: operations['createWebSocketTicket'];
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
    ServiceInformation: {
      /** @example Busbar */
      service: string;
      /** @example 0.1.0 */
      version: string;
      /**
       * @example healthy
       * @enum {string}
       */
      status: 'healthy' | 'degraded' | 'error';
      /**
       * @description Where to go on from here.
       * @example {
       *       "docs": "/docs",
       *       "ui": "/ui/",
       *       "api": "/api/v1",
       *       "health": "/api/v1/health"
       *     }
       */
      endpoints: {
        [key: string]: string;
      };
    };
    Health: {
      /**
       * @example healthy
       * @enum {string}
       */
      status: 'healthy' | 'degraded' | 'error';
      /**
       * @description Site id of the site model.
       * @example SITE-CL-001
       */
      site_id: string;
      /**
       * @description Seconds since the gateway started.
       * @example 127.4
       */
      uptime_s: number;
      /**
       * Format: date-time
       * @description When the last Modbus cycle ended; null before the first.
       * @example 2026-02-21T17:45:00+00:00
       */
      last_cycle_ts: string | null;
      /**
       * @example ok
       * @enum {string}
       */
      safety_status: 'ok' | 'safety_block_active';
      /**
       * @description Version of the gateway.
       * @example 0.1.0
       */
      version: string;
      /** @description True when the plant behind the gateway is the built-in demo plant. */
      simulated: boolean;
      /** @description Why the status is not healthy; empty when it is. */
      reasons: string[];
      /** @description What is wrong without impairing control or record. */
      warnings: string[];
      /** @description Configured devices by their state. */
      devices: {
        total: number;
        connected: number;
        faulted: number;
      };
    };
    Status: {
      /** @example SITE-CL-001 */
      site_id: string;
      /**
       * Format: date-time
       * @example 2026-02-21T17:45:00+00:00
       */
      timestamp: string;
      modbus: {
        connected: boolean;
        /**
         * @description Host of the inverter.
         * @example 192.168.1.100
         */
        inverter_ip: string | null;
        /**
         * @description Duration of the last good polling cycle, ms.
         * @example 45.2
         */
        last_read_ms: number | null;
      };
      bess: {
        /**
         * @description State of charge, %.
         * @example 72.4
         */
        soc_pct: number | null;
        /**
         * @description Active power, kW; positive charges.
         * @example 150
         */
        power_kw: number | null;
        /**
         * @description Direct-current voltage, V.
         * @example 820.5
         */
        voltage_v: number | null;
        /**
         * @description Temperature, °C.
         * @example 28.3
         */
        temperature_c: number | null;
        /**
         * @description Status code as the device reports it.
         * @example 0
         */
        status_code: number | null;
      };
      safety: {
        /**
         * @example ok
         * @enum {string}
         */
        status: 'ok' | 'safety_block_active';
        /**
         * @description Commands that the guard blocked since the start.
         * @example 0
         */
        blocks_total: number;
        active_constraints: components['schemas']['SafetyConstraint'][];
      };
      ai_ids: {
        /**
         * @description Null while nothing is scored.
         * @example 0.12
         */
        anomaly_score: number | null;
        alert_active: boolean;
        /** @example isolation_forest_v1 */
        model_version: string | null;
      };
      cloud: {
        pubsub_connected: boolean;
        publish_errors_total: number;
        /**
         * Format: date-time
         * @example 2026-02-21T17:44:58+00:00
         */
        last_publish_ts: string | null;
      };
    };
    /**
     * @description Code of a rule of the safety guard.
     * @example soc_min
     * @example temp_high
     * @example stale_telemetry
     */
    SafetyConstraint: string;
    DispatchRequest: {
      /**
       * @description Target active power in kW. Positive = charge, negative = discharge.
       * @example 100
       */
      target_kw: number;
      /**
       * @description Command source identifier for audit logging.
       * @default api
       * @example arbitrage_engine
       */
      source: string;
      /** @description The battery that is meant, on a site with several; the primary one unless given. */
      device_id?: string;
    };
    DispatchResult: {
      /** @constant */
      status: 'executed';
      /**
       * @description Power that was commanded, kW.
       * @example 100
       */
      target_kw: number;
      /** @constant */
      safety_check: 'passed';
      /**
       * @description Register that was written.
       * @example 40101
       */
      modbus_register: number;
      /**
       * @description From the arrival of the command to the end of its read-back, ms.
       * @example 47.3
       */
      latency_ms: number;
    };
    Rejection: {
      /** @constant */
      status: 'rejected';
      /** @example SOC below minimum threshold (5.0%). Current: 4.8% */
      reason: string;
      /** @example soc_min */
      safety_constraint: components['schemas']['SafetyConstraint'] | null;
    };
    ReleaseRequest: {
      /**
       * @description The latched rule, as `active_constraints` of the status names it.
       * @example soc_critical_low
       */
      constraint: string;
      /**
       * @description Who releases. A claim; the log keeps it beside the key.
       * @example m.keller
       */
      operator: string;
      /** @example Cells checked on site */
      reason: string;
      /** @description The battery that is meant, on a site with several; the primary one unless given. */
      device_id?: string;
    };
    ReleaseResult: {
      /** @constant */
      status: 'released';
      constraint: components['schemas']['SafetyConstraint'];
      /** @example WLCE-BESS-01 */
      device_id: string;
      /**
       * Format: date-time
       * @example 2026-02-21T17:45:00+00:00
       */
      released_at: string;
    };
    AuditPage: {
      entries: components['schemas']['AuditEntry'][];
      next_before_seq: number | null;
    };
    AuditEntry: {
      /** @description Position in the log, without gaps. */
      seq: number;
      /**
       * Format: date-time
       * @example 2026-02-21T17:45:00+00:00
       */
      ts: string;
      /** @example command_outcome */
      kind: string;
      /** @example SITE-CL-001 */
      site_id: string;
      device_id: string | null;
      /** @description Ties intent, verdict and outcome of one command. */
      command_id: string | null;
      requester: {
        /** @description Prefix of the key; null without one. */
        key_id: string | null;
        /** @description What the sender called itself. */
        source: string;
        /** @enum {string} */
        via: 'http' | 'modbus' | 'flow' | 'gateway';
      };
      /** @description kW, positive charges. */
      target_kw: number | null;
      verdict: string | null;
      reason: string | null;
      /** @description The newest poll cycle that had ended. A verdict also knows the answers of the cycle under way. */
      frame: {
        /** Format: date-time */
        ts: string;
        cycle: number;
      } | null;
      latency_ms: number | null;
      /** @description Facts that belong to this kind of row. */
      details?: Record<string, never>;
      /** @description SHA-256 over the previous hash and this row, hexadecimal. */
      hash?: string;
    };
    TicketRequest: {
      /** @description Path of the WebSocket, without a query. */
      path: string;
    };
    Ticket: {
      ticket: string;
      /**
       * Format: date-time
       * @example 2026-02-21T17:45:30+00:00
       */
      expires_at: string;
    };
    Error: {
      /** @description Stable code of the error. */
      error: string;
      /** @description One sentence for a person. */
      message: string;
      /** @description The input that was wrong, as the sender named it. */
      field?: string;
      /** @description The limit that was broken. */
      limit?: string | number;
      /** @description What was found instead. */
      value?: unknown;
      /** @description When to try again, s. */
      retry_after_s?: number;
      /** @description Marks the line of the log that says more. */
      error_id?: string;
    };
  };
  responses: {
    /** @description The request is malformed or a field is outside its limits. */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "invalid_value",
         *       "message": "The source must be at most 64 characters long.",
         *       "field": "source",
         *       "limit": "at most 64 characters long",
         *       "value": "a source that is far too long"
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
         *       "error": "unauthorized",
         *       "message": "A valid key is needed."
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
         *       "error": "forbidden",
         *       "message": "This key has no scope dispatch.",
         *       "limit": "dispatch"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description Nothing is there. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        /**
         * @example {
         *       "error": "not_found",
         *       "message": "There is nothing at GET /nowhere."
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The state of the gateway forbids it. */
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
         *       "error": "body_too_large",
         *       "message": "The body must be at most 65536 bytes.",
         *       "limit": 65536
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
         *       "error": "unsupported_media_type",
         *       "message": "The body must be application/json.",
         *       "field": "Content-Type",
         *       "limit": "application/json",
         *       "value": "text/plain"
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
         *       "error": "misdirected",
         *       "message": "This gateway does not answer for that host."
         *     }
         */
        'application/json': components['schemas']['Error'];
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
         *       "error": "too_many_requests",
         *       "message": "Too many requests; try again in 1 s.",
         *       "limit": "60 per minute",
         *       "retry_after_s": 1
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
         *       "error": "internal",
         *       "message": "Internal error; the log has the details.",
         *       "error_id": "3q2-7wVQxkq1JbZ0m6ct9g"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The gateway is degraded, for instance because Modbus is disconnected. */
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
         *       "error": "deadline_passed",
         *       "message": "The request was not answered within 10 s.",
         *       "limit": "10 s"
         *     }
         */
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getServiceInformation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The service. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ServiceInformation'];
        };
      };
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
    };
  };
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The gateway is healthy. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      /** @description The gateway is degraded or in error, for instance because Modbus is disconnected. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      504: components['responses']['DeadlinePassed'];
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All metrics, each labelled with `site_id`. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example # TYPE bess_cycles_total counter
           *     bess_cycles_total{site_id="SITE-CL-001"} 1274
           */
          'text/plain': string;
        };
      };
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  getStatus: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The snapshot. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Status'];
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
  dispatch: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DispatchRequest'];
      };
    };
    responses: {
      /** @description The command was written and read back. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DispatchResult'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      /** @description The safety guard rejected the command. Nothing was written. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Rejection'];
        };
      };
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      /**
       * @description The gateway cannot act: the battery is disconnected (a rejection with `safety_constraint: disconnected`), or a
       *     part of the gateway is unavailable.
       */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Rejection'] | components['schemas']['Error'];
        };
      };
      504: components['responses']['DeadlinePassed'];
    };
  };
  releaseSafetyLatch: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReleaseRequest'];
      };
    };
    responses: {
      /** @description The stop is released. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReleaseResult'];
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
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description Rows on a page. */
        limit?: number;
        /** @description Only rows with a smaller sequence number. */
        before_seq?: number;
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
          'application/json': components['schemas']['AuditPage'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
      504: components['responses']['DeadlinePassed'];
    };
  };
  createWebSocketTicket: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TicketRequest'];
      };
    };
    responses: {
      /** @description The ticket. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      413: components['responses']['TooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      421: components['responses']['Misdirected'];
      429: components['responses']['TooManyRequests'];
      500: components['responses']['Internal'];
      504: components['responses']['DeadlinePassed'];
    };
  };
}
