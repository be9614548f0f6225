/* Generated from api/infrastructure.yaml; do not edit. */
export interface paths {
  '/api/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Health of the monitoring
     * @description Whether the sources in Prometheus format answer, and whether the live feed is served.
     */
    get: operations['getMonitoringHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/servers/overview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Overview of all servers
     * @description Every server of the site file by its name, then the totals.
     */
    get: operations['getServersOverview'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/servers/summary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Summary of all servers
     * @description The totals, then a few figures of every server by its name.
     */
    get: operations['getServersSummary'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The AI server, complete
     * @description Everything that is known of it.
     */
    get: operations['getAiServer'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/gpu': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its GPU
     * @description The first GPU; all of them in `gpus` where there are several. Without one, `gpu` is null and there is a `message`.
     */
    get: operations['getAiServerGpu'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/cpu': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its processor
     * @description Use since the round before, over all cores and of each.
     */
    get: operations['getAiServerCpu'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/memory': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its memory
     * @description What is not available counts as used.
     */
    get: operations['getAiServerMemory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/storage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its disks
     * @description File systems that hold files of users; null while no source tells.
     */
    get: operations['getAiServerStorage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/network': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its network interfaces
     * @description Rates since the round before; loopback and interfaces of containers are left out.
     */
    get: operations['getAiServerNetwork'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/ai-server/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its health
     * @description Each source with why it does not answer, and each limit that is passed.
     */
    get: operations['getAiServerHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The App server, complete
     * @description Everything that is known of it.
     */
    get: operations['getAppServer'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/proxmox': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its Proxmox host
     * @description The host as its hypervisor sees it; null while that does not answer.
     */
    get: operations['getAppServerProxmox'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/vms': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its virtual machines
     * @description Virtual machines and containers, templates left out. Null while the hypervisor does not answer.
     */
    get: operations['getAppServerVms'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/vms/{vm_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One of its virtual machines
     * @description By its number.
     */
    get: operations['getAppServerVm'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/cpu': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its processor
     * @description Use since the round before, over all cores and of each.
     */
    get: operations['getAppServerCpu'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/memory': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its memory
     * @description What is not available counts as used.
     */
    get: operations['getAppServerMemory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/storage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its disks
     * @description File systems that hold files of users; null while no source tells.
     */
    get: operations['getAppServerStorage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/network': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its network interfaces
     * @description Rates since the round before; loopback and interfaces of containers are left out.
     */
    get: operations['getAppServerNetwork'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/app-server/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its health
     * @description Each source with why it does not answer, and each limit that is passed.
     */
    get: operations['getAppServerHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The Storage server, complete
     * @description Everything that is known of it.
     */
    get: operations['getStorageServer'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/filesystems': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its file systems
     * @description Those that hold files of users. The figures of files are null where the site file does not have them counted.
     */
    get: operations['getStorageServerFilesystems'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/filesystems/{mount_point}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One of its file systems
     * @description By its mount point, percent-encoded (`%2Fmnt%2Fingest`). The flow takes it unencoded, too, and without the first slash.
     */
    get: operations['getStorageServerFilesystem'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/qdrant': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its Qdrant
     * @description Null while it does not answer; then there is a `message`.
     */
    get: operations['getStorageServerQdrant'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/cpu': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its processor
     * @description Use since the round before, over all cores and of each.
     */
    get: operations['getStorageServerCpu'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/memory': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its memory
     * @description What is not available counts as used.
     */
    get: operations['getStorageServerMemory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/storage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its disks
     * @description File systems that hold files of users; null while no source tells.
     */
    get: operations['getStorageServerStorage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/network': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its network interfaces
     * @description Rates since the round before; loopback and interfaces of containers are left out.
     */
    get: operations['getStorageServerNetwork'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/storage-server/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Its health
     * @description Each source with why it does not answer, and each limit that is passed.
     */
    get: operations['getStorageServerHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/metrics/prometheus': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Metrics as lines
     * @description A line for each figure that is known, named by its server, as JSON. Who accepts `text/plain` gets what `/metrics/servers` serves.
     */
    get: operations['getMetricLines'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics/servers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Metrics for Prometheus
     * @description All figures of all servers in Prometheus's text format, by the label `server`.
     */
    get: operations['scrapeServers'];
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
    Error: {
      /**
       * @description The status in words.
       * @example Not Found
       */
      error: string;
      /** @example There is no server ai_server in the site file. */
      detail: string;
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      status: 'error';
    };
    Number: number | null;
    /** @example 45.2 */
    Percent: number | null;
    Count: number | null;
    /** @enum {string} */
    Status: 'online' | 'offline' | 'warning' | 'error';
    ServerStatus: {
      status: components['schemas']['Status'];
      /**
       * Format: date-time
       * @description When a source answered last.
       */
      last_updated: string | null;
      /**
       * @description Of the first source; null while it is silent.
       * @example 45.2
       */
      response_time_ms: number | null;
      uptime_seconds: number | null;
      /** @description Why it is not online. */
      reason?: string;
      /** @description For how long a source has been silent; null when it never spoke. */
      age_seconds?: number | null;
    };
    Cpu: {
      usage_percent: components['schemas']['Percent'];
      /** @example 16 */
      cores: number | null;
      /**
       * @description °C
       * @example 65
       */
      temperature: number | null;
    };
    CpuDetails: {
      usage_percent: components['schemas']['Percent'];
      /** @example 16 */
      cores: number | null;
      /**
       * @description °C
       * @example 65
       */
      temperature: number | null;
      /**
       * @description Over one, five and fifteen minutes.
       * @example [
       *       1.2,
       *       1.5,
       *       1.8
       *     ]
       */
      load_average: number[] | null;
      per_core_percent: components['schemas']['Percent'][];
    };
    Memory: {
      /** @example 28.5 */
      used_gb: number | null;
      /** @example 64 */
      total_gb: number | null;
      usage_percent: components['schemas']['Percent'];
      /** @example 35.5 */
      available_gb: number | null;
    };
    MemoryDetails: {
      /** @example 28.5 */
      used_gb: number | null;
      /** @example 64 */
      total_gb: number | null;
      usage_percent: components['schemas']['Percent'];
      /** @example 35.5 */
      available_gb: number | null;
      cached_gb: number | null;
    };
    Gpu: {
      /** @example NVIDIA RTX 4090 */
      name: string | null;
      usage_percent: components['schemas']['Percent'];
      /** @example 18432 */
      memory_used_mb: number | null;
      /** @example 24576 */
      memory_total_mb: number | null;
      memory_usage_percent: components['schemas']['Percent'];
      /**
       * @description °C
       * @example 72
       */
      temperature: number | null;
      /** @example 350 */
      power_draw_w: number | null;
    } | null;
    GpuDetails: {
      /** @example NVIDIA RTX 4090 */
      name: string | null;
      usage_percent: components['schemas']['Percent'];
      /** @example 18432 */
      memory_used_mb: number | null;
      /** @example 24576 */
      memory_total_mb: number | null;
      memory_usage_percent: components['schemas']['Percent'];
      /**
       * @description °C
       * @example 72
       */
      temperature: number | null;
      /** @example 350 */
      power_draw_w: number | null;
      fan_speed_percent: components['schemas']['Percent'];
    } | null;
    GpuAnswer: {
      gpu: components['schemas']['GpuDetails'];
      gpus?: components['schemas']['GpuDetails'][];
      message?: string;
      server_status: components['schemas']['ServerStatus'];
    };
    Disks: components['schemas']['Disk'][] | null;
    Disk: {
      /** @example / */
      mount_point: string;
      /** @example /dev/sda1 */
      device: string;
      /** @example ext4 */
      fs_type: string;
      used_gb: number;
      total_gb: number;
      /** @description For users other than root. */
      available_gb: number;
      usage_percent: components['schemas']['Percent'];
    };
    Network: components['schemas']['NetworkInterface'][] | null;
    NetworkInterface: {
      /** @example eth0 */
      interface: string;
      rx_bytes_per_second: components['schemas']['Number'];
      tx_bytes_per_second: components['schemas']['Number'];
      rx_packets_per_second: components['schemas']['Number'];
      tx_packets_per_second: components['schemas']['Number'];
      rx_errors_per_second: components['schemas']['Number'];
      tx_errors_per_second: components['schemas']['Number'];
    };
    ProxmoxHost: {
      cpu_usage: components['schemas']['Percent'];
      memory_usage: components['schemas']['Percent'];
      /**
       * @description Of all storages of the host together, %.
       * @example 45.2
       */
      storage_usage: number | null;
      /** @example 168 */
      uptime_hours: number | null;
      /** @example 2 */
      vm_count: number | null;
    } | null;
    Vm: {
      /** @example 100 */
      vmid: number;
      /** @example user-vm */
      name: string;
      /** @example running */
      status: string;
      cpu_usage: components['schemas']['Percent'];
      /** @example 4.2 */
      memory_used_gb: number | null;
      /** @example 8 */
      memory_total_gb: number | null;
      memory_usage_percent: components['schemas']['Percent'];
      /** @description Null where Proxmox cannot see into the disk. */
      disk_usage_gb: number | null;
      /** @example 86400 */
      uptime_seconds: number | null;
    };
    VmsAnswer: {
      vms: components['schemas']['Vm'][] | null;
      vm_count: components['schemas']['Count'];
      running_vms: components['schemas']['Count'];
      server_status: components['schemas']['ServerStatus'];
    };
    Filesystem: {
      /** @example /mnt/ingest */
      mount_point: string;
      /** @example 1250.5 */
      used_gb: number;
      /** @example 2000 */
      total_gb: number;
      usage_percent: components['schemas']['Percent'];
      file_count: components['schemas']['Count'];
      /** @example 85.3 */
      avg_file_size_mb: number | null;
      /** @example 1024 */
      largest_file_mb: number | null;
      /**
       * @description There are more files than were counted.
       * @constant
       */
      files_incomplete?: true;
    };
    FilesystemsAnswer: {
      filesystems: components['schemas']['Filesystem'][] | null;
      total_filesystems: components['schemas']['Count'];
      total_used_gb: components['schemas']['Number'];
      total_capacity_gb: components['schemas']['Number'];
      server_status: components['schemas']['ServerStatus'];
    };
    Qdrant: {
      /** @constant */
      status: 'running';
      /** @example 3 */
      collections: number;
      total_points: components['schemas']['Count'];
      /** @description Null where its version does not measure it. */
      disk_usage_gb: number | null;
      /** @example 512 */
      memory_usage_mb: number | null;
      /** @example 1.7.0 */
      version: string | null;
    } | null;
    QdrantAnswer: {
      qdrant: components['schemas']['Qdrant'];
      message?: string;
      server_status: components['schemas']['ServerStatus'];
    };
    Server: {
      server_status: components['schemas']['ServerStatus'];
      cpu: components['schemas']['CpuDetails'];
      memory: components['schemas']['MemoryDetails'];
      gpu?: components['schemas']['GpuDetails'];
      gpus?: components['schemas']['GpuDetails'][];
      disks: components['schemas']['Disks'];
      network: components['schemas']['Network'];
      proxmox_host?: components['schemas']['ProxmoxHost'];
      vms?: components['schemas']['Vm'][] | null;
      filesystems?: components['schemas']['Filesystem'][] | null;
      qdrant?: components['schemas']['Qdrant'];
    };
    ServerInOverview: {
      server_status: components['schemas']['ServerStatus'];
      gpus?: components['schemas']['GpuDetails'][];
      disks: components['schemas']['Disks'];
      network: components['schemas']['Network'];
      proxmox_host?: components['schemas']['ProxmoxHost'];
      vms?: components['schemas']['Vm'][] | null;
      filesystems?: components['schemas']['Filesystem'][] | null;
      qdrant?: components['schemas']['Qdrant'];
      cpu: components['schemas']['Cpu'];
      memory: components['schemas']['Memory'];
      gpu?: components['schemas']['Gpu'];
    };
    Overview: {
      /** Format: date-time */
      last_updated: string | null;
      /** @example 3 */
      total_servers: number;
      /**
       * @description Whose status is online.
       * @example 3
       */
      online_servers: number;
      /**
       * @description Limits that are passed for long enough.
       * @example 0
       */
      alerts_count: number;
    } & {
      [key: string]: components['schemas']['ServerInOverview'];
    };
    Summary: {
      summary: {
        /** Format: date-time */
        last_updated: string | null;
        /** @example 3 */
        total_servers: number;
        /**
         * @description Whose status is online.
         * @example 3
         */
        online_servers: number;
        /**
         * @description Limits that are passed for long enough.
         * @example 0
         */
        alerts_count: number;
      };
      servers: {
        [key: string]: components['schemas']['ServerSummary'];
      };
    };
    ServerSummary: {
      status: components['schemas']['Status'];
      cpu_usage: components['schemas']['Percent'];
      memory_usage: components['schemas']['Percent'];
      gpu_usage?: components['schemas']['Percent'];
      vm_count?: components['schemas']['Count'];
      running_vms?: components['schemas']['Count'];
      filesystem_count?: components['schemas']['Count'];
      qdrant_status?: components['schemas']['QdrantStatus'];
      response_time_ms: components['schemas']['Number'];
    };
    /**
     * @description Unknown where the site file names none.
     * @enum {string}
     */
    QdrantStatus: 'running' | 'offline' | 'unknown';
    Health: {
      /** @enum {string} */
      status: 'healthy' | 'degraded';
      /** Format: date-time */
      timestamp: string;
      services: {
        /** @constant */
        api: 'healthy';
        /** @enum {string} */
        prometheus: 'healthy' | 'unhealthy' | 'not configured';
        /** @enum {string} */
        websocket: 'healthy' | 'unhealthy';
      };
      /** @example 1.0.0 */
      version: string;
    };
    ServerHealth: {
      health: {
        status: components['schemas']['Status'];
        cpu_usage: components['schemas']['Percent'];
        memory_usage: components['schemas']['Percent'];
        gpu_temperature?: components['schemas']['Number'];
        /** @enum {string} */
        proxmox_status?: 'online' | 'offline';
        vm_count?: components['schemas']['Count'];
        running_vms?: components['schemas']['Count'];
        total_filesystems?: components['schemas']['Count'];
        total_used_gb?: components['schemas']['Number'];
        total_capacity_gb?: components['schemas']['Number'];
        qdrant_status?: components['schemas']['QdrantStatus'];
        sources: {
          /** @example node-exporter at http://127.0.0.1:9100/metrics */
          source: string;
          answers: boolean;
          /** @example no whole answer within 5 s */
          reason: string | null;
        }[];
        alerts: {
          /** @example cpu_usage_percent */
          point: string;
          /** @enum {string} */
          level: 'warning' | 'critical';
          /** @example 80 */
          limit: number;
          value: components['schemas']['Number'];
          /** @example 300 */
          for_seconds: number;
        }[];
      };
      server_status: components['schemas']['ServerStatus'];
    };
    MetricLines: {
      /**
       * @example [
       *       "ai_server_cpu_usage_percent 45.2",
       *       "system_total_servers 3"
       *     ]
       */
      metrics: string[];
      /** Format: date-time */
      timestamp: string;
    };
    FeedUpdate: {
      /** @constant */
      event_type: 'metrics_update';
      /** @example ai_server */
      server_type: string;
      data: components['schemas']['ServerInOverview'];
      /** Format: date-time */
      timestamp: string;
    };
    FeedEstablished: {
      /** @constant */
      event_type: 'connection_established';
      /** @constant */
      message: 'Connected to metrics stream';
      /** Format: date-time */
      timestamp: string;
    };
    FeedHeartbeat: {
      /** @constant */
      event_type: 'heartbeat';
      /** Format: date-time */
      timestamp: string;
      /** @example 1 */
      connections: number;
    };
    FeedPong: {
      /** @constant */
      event_type: 'pong';
      /** Format: date-time */
      timestamp: string;
    };
    FeedError: {
      /** @constant */
      event_type: 'error';
      /** @example Invalid JSON format */
      message: string;
      /** Format: date-time */
      timestamp: string;
    };
  };
  responses: {
    /** @description The key is missing, unknown, revoked or expired. */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The key lacks the scope, or the request comes from a foreign page. */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The site file names no such server, or the server has no such part. */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The `Host` is not one of this gateway. */
    Misdirected: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description The number of the virtual machine is none. */
    Unprocessable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
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
        'application/json': components['schemas']['Error'];
      };
    };
    /** @description Internal error. The log has a line with the same id. */
    Internal: {
      headers: {
        [name: string]: unknown;
      };
      content: {
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
  getMonitoringHealth: {
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
          'application/json': components['schemas']['Health'];
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
  getServersOverview: {
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
          'application/json': components['schemas']['Overview'];
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
  getServersSummary: {
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
          'application/json': components['schemas']['Summary'];
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
  getAiServer: {
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
          'application/json': components['schemas']['Server'];
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
  getAiServerGpu: {
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
          'application/json': components['schemas']['GpuAnswer'];
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
  getAiServerCpu: {
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
          'application/json': {
            cpu: components['schemas']['CpuDetails'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAiServerMemory: {
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
          'application/json': {
            memory: components['schemas']['MemoryDetails'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAiServerStorage: {
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
          'application/json': {
            disks: components['schemas']['Disks'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAiServerNetwork: {
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
          'application/json': {
            network: components['schemas']['Network'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAiServerHealth: {
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
          'application/json': components['schemas']['ServerHealth'];
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
  getAppServer: {
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
          'application/json': components['schemas']['Server'];
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
  getAppServerProxmox: {
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
          'application/json': {
            proxmox_host: components['schemas']['ProxmoxHost'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAppServerVms: {
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
          'application/json': components['schemas']['VmsAnswer'];
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
  getAppServerVm: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example 100 */
        vm_id: number;
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
          'application/json': {
            vm: components['schemas']['Vm'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAppServerCpu: {
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
          'application/json': {
            cpu: components['schemas']['CpuDetails'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAppServerMemory: {
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
          'application/json': {
            memory: components['schemas']['MemoryDetails'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAppServerStorage: {
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
          'application/json': {
            disks: components['schemas']['Disks'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAppServerNetwork: {
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
          'application/json': {
            network: components['schemas']['Network'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getAppServerHealth: {
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
          'application/json': components['schemas']['ServerHealth'];
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
  getStorageServer: {
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
          'application/json': components['schemas']['Server'];
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
  getStorageServerFilesystems: {
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
          'application/json': components['schemas']['FilesystemsAnswer'];
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
  getStorageServerFilesystem: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example /mnt/ingest */
        mount_point: string;
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
          'application/json': {
            filesystem: components['schemas']['Filesystem'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getStorageServerQdrant: {
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
          'application/json': components['schemas']['QdrantAnswer'];
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
  getStorageServerCpu: {
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
          'application/json': {
            cpu: components['schemas']['CpuDetails'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getStorageServerMemory: {
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
          'application/json': {
            memory: components['schemas']['MemoryDetails'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getStorageServerStorage: {
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
          'application/json': {
            disks: components['schemas']['Disks'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getStorageServerNetwork: {
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
          'application/json': {
            network: components['schemas']['Network'];
            server_status: components['schemas']['ServerStatus'];
          };
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
  getStorageServerHealth: {
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
          'application/json': components['schemas']['ServerHealth'];
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
  getMetricLines: {
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
          'application/json': components['schemas']['MetricLines'];
          'text/plain': string;
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
  scrapeServers: {
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
          /**
           * @example # TYPE busbar_server_up gauge
           *     busbar_server_up{server="ai_server"} 1
           */
          'text/plain': string;
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
