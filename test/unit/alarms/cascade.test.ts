import assert from 'node:assert/strict';
import { causesBySensor } from '../../../nodes/alarms/cascade.ts';

const ids: Readonly<Record<string, number>> = { PUMP: 1, FLOW: 2, TEMP: 3, LEAK: 4 };

describe('cascade', () => {
  const table: [
    title: string,
    rules: [cause: string, ...consequences: string[]][],
    causes: Record<number, number[]>,
  ][] = [
    ['knows direct causes', [['PUMP', 'FLOW', 'TEMP']], { 2: [1], 3: [1] }],
    [
      'knows several causes of one sensor',
      [
        ['PUMP', 'FLOW'],
        ['LEAK', 'FLOW'],
      ],
      { 2: [1, 4] },
    ],
    [
      'knows causes of causes',
      [
        ['PUMP', 'FLOW'],
        ['FLOW', 'TEMP'],
      ],
      { 2: [1], 3: [1, 2] },
    ],
    [
      'ends in a ring, in which nothing is a cause of itself',
      [
        ['PUMP', 'FLOW'],
        ['FLOW', 'PUMP'],
      ],
      { 1: [2], 2: [1] },
    ],
    [
      'passes over tags that the site does not have',
      [
        ['PUMP', 'FAN', 'FLOW'],
        ['FAN', 'TEMP'],
      ],
      { 2: [1], 3: [1] },
    ],
  ];
  for (const [title, rules, causes] of table) {
    it(title, () => {
      const found = causesBySensor(
        rules.map(([cause, ...consequences]) => ({ cause, consequences })),
        (tag) => ids[tag],
      );
      assert.deepEqual(Object.fromEntries([...found].map(([id, of]) => [id, [...of].sort()])), causes);
    });
  }
});
