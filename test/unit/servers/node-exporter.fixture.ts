/** What the text of a node_exporter on a host with two cores says, `seconds` after its start with the cores busy for a share. */
export function hostText(seconds: number, busyShare = 0.5): string {
  const core = (cpu: number): readonly string[] => [
    `node_cpu_seconds_total{cpu="${cpu}",mode="idle"} ${seconds * (1 - busyShare)}`,
    `node_cpu_seconds_total{cpu="${cpu}",mode="user"} ${seconds * busyShare}`,
  ];
  return [
    '# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.',
    '# TYPE node_cpu_seconds_total counter',
    ...core(0),
    ...core(1),
    `node_network_receive_bytes_total{device="eth0"} ${1000 * seconds}`,
    `node_network_receive_bytes_total{device="lo"} ${9e9 + seconds}`,
    `node_network_transmit_bytes_total{device="eth0"} ${250 * seconds}`,
    'node_memory_MemTotal_bytes 6.8719476736e+10',
    'node_memory_MemAvailable_bytes 3.8117834752e+10',
    'node_filesystem_size_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/mnt/ingest"} 2.147483648e+12',
    'node_filesystem_free_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/mnt/ingest"} 8.05306368e+11',
    'node_filesystem_avail_bytes{device="/dev/sda1",fstype="ext4",mountpoint="/mnt/ingest"} 8.05306368e+11',
    'node_filesystem_size_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/tmp"} 1e9',
    'node_filesystem_free_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/tmp"} 1e9',
    'node_filesystem_avail_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/tmp"} 1e9',
    'node_load1 1.2',
    'node_load5 1.5',
    'node_load15 1.8',
    'node_hwmon_temp_celsius{chip="platform_coretemp_0",sensor="temp1"} 65',
    'node_hwmon_temp_celsius{chip="platform_coretemp_0",sensor="temp2"} 61',
    'node_hwmon_temp_celsius{chip="nvme_nvme0",sensor="temp1"} 80',
    'node_boot_time_seconds 1000',
    `node_time_seconds ${1000 + seconds}`,
    '',
  ].join('\n');
}
