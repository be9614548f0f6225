import { integerVariable, textVariable, type Variables } from '../kernel/index.ts';

export const idsVariables = {
  IDS_MODEL: textVariable({
    doc: 'Model file of the intrusion detection, with its card beside it; `none` leaves its rules alone.',
    default: '',
    shownDefault: 'models/isolation_forest_v1.onnx',
  }),
  IDS_LEARNING_S: integerVariable({
    doc: 'How long the intrusion detection learns the normal traffic of a device before it judges all of it, seconds.',
    default: 60,
    min: 1,
    max: 604_800,
  }),
  IDS_QUIET_S: integerVariable({
    doc: 'How long the traffic must be normal before an alert of the intrusion detection ends, seconds.',
    default: 60,
    min: 1,
    max: 86_400,
  }),
  IDS_RECORD: textVariable({
    doc: 'File in the data folder that Modbus traffic is recorded to, at most 200 000 operations, for `npm run train:ids`.',
    default: '',
    shownDefault: 'not recorded',
  }),
} satisfies Variables;
