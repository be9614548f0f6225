import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { OpenApiDocument } from '../../../../nodes/api/contract/open-api.ts';
import { type FeedKindName, feedKinds } from '../../../../nodes/api/feeds/feed-kinds.ts';
import type { FlowNode } from '../../../../nodes/flows/index.ts';
import { projectRoot } from '../../../../nodes/kernel/index.ts';
import { auditRecord, feedSite } from './feed-site.ts';

const read = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');

interface Case {
  readonly kind: FeedKindName;
  readonly schema: string;
  /** What a flow sends into the feed. */
  readonly message: object;
}

const cases: readonly Case[] = [
  {
    kind: 'telemetry',
    schema: 'FeedReading',
    message: {
      payload: { supply: 32.1, return: null },
      frame: { deviceId: 'D1', ts: 1_771_653_600_000, bad: { return: 'timeout' } },
    },
  },
  { kind: 'events', schema: 'FeedEvent', message: { payload: auditRecord } },
];

describe('the feeds of contract 002', () => {
  const { info, components } = parse(read('api/data-platform.yaml')) as OpenApiDocument & {
    readonly info: { readonly description: string };
  };
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);

  for (const { kind, schema, message } of cases) {
    it(`send a ${schema} each`, () => {
      const check = ajv.compile({ $ref: `#/components/schemas/${schema}`, components });
      const sent = feedKinds[kind](() => feedSite).messagesOf({ _msgid: '1', ...message });
      assert.ok(sent.length > 0);
      for (const { text } of sent) assert.ok(check(JSON.parse(text)), `${text}: ${ajv.errorsText(check.errors)}`);
    });
  }

  it('are those of the flow "Live feeds", with the documented filters', () => {
    const flow = JSON.parse(read('flows/34-live-feeds.json')) as FlowNode[];
    const served = flow
      .filter(({ type }) => type === 'busbar-live-feed')
      .map(({ path, kind }) => ({
        path: String(path),
        parameters: feedKinds[kind as FeedKindName](() => feedSite).pathParameters?.toSorted(),
      }));
    const documented = info.description
      .split('\n')
      .filter((line) => line.startsWith('| `/api/v1/ws/'))
      .map((line) => {
        const [, path = '', query = ''] = line.split('|');
        const names = [...`${path}${query}`.matchAll(/\{(\w+)\}|`(\w+)`/g)].map(
          ([, inPath, inQuery]) => inPath ?? inQuery,
        );
        return { path: path.trim().replaceAll('`', ''), parameters: names.toSorted() };
      });
    assert.deepEqual(served, documented);
  });
});
