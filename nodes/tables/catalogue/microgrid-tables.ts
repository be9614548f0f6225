import type { Column, Table } from './table.ts';

const id: Column = { name: 'id', type: 'uuid', notNull: true, default: { generated: 'uuid' } };
const createdAt: Column = { name: 'created_at', type: 'timestamptz', notNull: true, default: { generated: 'now' } };
const time: Column = { name: 'time', type: 'timestamptz', notNull: true };
const deviceId: Column = { name: 'device_id', type: 'uuid', notNull: true };

/** What a meter measures: Hz, V, A, kW, kvar, kVA; the energies are counters in kWh, kvarh and kVAh. */
export const meterValues = [
  'frequency',
  'voltage_line_average',
  'current_phase_a',
  'current_phase_b',
  'current_phase_c',
  'current_phase_average',
  'power_phase_a_active',
  'power_phase_b_active',
  'power_phase_c_active',
  'power_total_active',
  'power_total_reactive',
  'power_total_apparent',
  'power_factor_total',
  'energy_imported_active',
  'energy_exported_active',
  'energy_imported_phase_a_active',
  'energy_exported_phase_a_active',
  'energy_imported_phase_b_active',
  'energy_exported_phase_b_active',
  'energy_imported_phase_c_active',
  'energy_exported_phase_c_active',
  'energy_imported_reactive',
  'energy_exported_reactive',
  'energy_imported_apparent',
  'energy_exported_apparent',
] as const;
export type MeterValue = (typeof meterValues)[number];

export function isEnergy(value: MeterValue): boolean {
  return value.startsWith('energy_');
}

function readingKeys(table: string): Table['keys'] {
  return [
    { name: `${table}_pkey`, columns: ['id'] },
    { name: `${table}_device_id_time_key`, columns: ['device_id', 'time'] },
  ];
}

/** State of energy in %, `target_power` in kW, positive when the battery discharges. */
export const bessReadings: Table = {
  name: 'mg_bess_readings',
  columns: [
    id,
    time,
    deviceId,
    { name: 'soe', type: 'float8' },
    { name: 'target_power', type: 'float8' },
    { name: 'available_inverter_blocks', type: 'int2' },
    { name: 'command_source', type: 'int2' },
    createdAt,
  ],
  keys: readingKeys('mg_bess_readings'),
  indexes: [['time']],
  site: { column: 'device_id', holds: 'device' },
};

export const meterReadings: Table = {
  name: 'mg_meter_readings',
  columns: [id, time, deviceId, ...meterValues.map((name) => ({ name, type: 'float8' }) as const), createdAt],
  keys: readingKeys('mg_meter_readings'),
  indexes: [['time']],
  site: { column: 'device_id', holds: 'device' },
};

/** Kinds of market data, with the unit of their values. */
export const marketDataTypes = [
  { id: 1, name: 'niv_estimate', unit: 'MW', description: 'Estimate of the net imbalance volume' },
  { id: 2, name: 'wholesale_price', unit: '£/MWh', description: 'Wholesale price' },
  { id: 3, name: 'imbalance_price', unit: '£/MWh', description: 'Imbalance price' },
  { id: 4, name: 'axle_dispatch', unit: 'kW', description: 'Dispatch requested by Axle' },
] as const;

const marketDataTypeTable: Table = {
  name: 'market_data_types',
  columns: [
    { name: 'id', type: 'int4', notNull: true },
    { name: 'name', type: 'text', notNull: true },
    { name: 'unit', type: 'text', notNull: true },
    { name: 'description', type: 'text', notNull: true },
  ],
  keys: [{ name: 'market_data_types_pkey', columns: ['id'] }],
  readOnly: true,
};

/** Rows of the same time and type stand beside each other: a later one revises an earlier one. */
const marketData: Table = {
  name: 'market_data',
  columns: [
    id,
    time,
    {
      name: 'type',
      type: 'int4',
      notNull: true,
      among: { table: 'market_data_types', values: marketDataTypes.map((kind) => kind.id) },
    },
    { name: 'value', type: 'float8', notNull: true },
    { name: 'metadata', type: 'jsonb' },
  ],
  keys: [{ name: 'market_data_pkey', columns: ['id'] }],
  indexes: [['type', 'time'], ['time']],
};

export const deviceRegistry: Table = {
  name: 'mg_device_registry',
  columns: [
    id,
    { name: 'name', type: 'text', notNull: true },
    { name: 'type', type: 'text', notNull: true },
    { name: 'site', type: 'text', notNull: true },
    { name: 'metadata', type: 'jsonb' },
    { name: 'active', type: 'bool', notNull: true, default: { value: true } },
    createdAt,
  ],
  keys: [{ name: 'mg_device_registry_pkey', columns: ['id'] }],
  indexes: [['site'], ['type']],
  site: { column: 'site', holds: 'site' },
};

/** The tables of contract 001. */
export const microgridTables: readonly Table[] = [
  bessReadings,
  meterReadings,
  marketData,
  marketDataTypeTable,
  deviceRegistry,
];
