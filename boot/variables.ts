import { frontDoorVariables } from '../nodes/api/index.ts';
import { variables as flowVariables } from '../nodes/flows/index.ts';
import { cloudVariables } from '../nodes/cloud/index.ts';
import { frameVariables, storeVariables } from '../nodes/history/index.ts';
import { idsVariables } from '../nodes/ids/index.ts';
import { tableVariables } from '../nodes/tables/index.ts';
import { integerVariable, listVariable, textVariable, type Variables } from '../nodes/kernel/index.ts';

const bootVariables = {
  SITE: textVariable({
    doc: 'Site file of the gateway. The default is the demo site with its simulated plant.',
    default: '',
    shownDefault: 'sites/demo.yaml',
  }),
  PROFILES: textVariable({ doc: 'Folder of the device profiles.', default: '', shownDefault: 'profiles' }),
  BUSBAR_DATA: textVariable({ doc: 'The one folder that the gateway writes to.', default: 'data' }),
  PLANT_PORT: integerVariable({
    doc: 'Modbus TCP port of the demo plant, on the loopback address.',
    default: 15020,
    min: 1,
    max: 65_535,
  }),
  EXPORTER_PORT: integerVariable({
    doc: 'HTTP port, on the loopback address, at which the demo plant serves the exporters of its servers.',
    default: 15_022,
    min: 1,
    max: 65_535,
  }),
  SIMULATED_HISTORY_DAYS: integerVariable({
    doc: 'Days of simulated past that a site with a simulated plant gets at its first start; 0 for none.',
    default: 100,
    min: 0,
    max: 100,
  }),
  NORTHBOUND_PORT: integerVariable({
    doc: 'Modbus TCP port on which other masters of the site reach the battery through the gateway.',
    default: 15_021,
    min: 1,
    max: 65_535,
  }),
  EDITOR_USERS: listVariable(textVariable({ doc: '', default: '' }), {
    doc: 'Users of the editor, each name:hash with a bcrypt hash as `npx node-red-admin hash-pw` prints it. Without users the editor is open in development mode and closed in production mode.',
    default: [],
    shownDefault: 'none',
    secret: true,
  }),
  CREDENTIAL_SECRET: textVariable({
    doc: 'Secret that encrypts the credentials of flows. Made once and kept in the data folder when not set.',
    default: '',
    shownDefault: 'made at the first start',
    secret: true,
  }),
} satisfies Variables;

/** Every variable that the gateway reads, by room. */
export const variables = {
  ...frontDoorVariables,
  ...bootVariables,
  ...storeVariables,
  ...frameVariables,
  ...cloudVariables,
  ...tableVariables,
  ...idsVariables,
  ...flowVariables,
};
