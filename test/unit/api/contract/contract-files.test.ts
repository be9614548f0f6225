import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { Contract, contractFolder } from '../../../../nodes/api/contract/contract.ts';
import { type ContractFile, mergeContracts } from '../../../../nodes/api/contract/contract-files.ts';
import { apiTypes } from '../../../../scripts/generate-api-types.ts';
import { readFileSync } from 'node:fs';

describe('contract files', () => {
  const contract = new Contract(contractFolder, '1.2.3');
  const [bess] = contract.files;

  it('merge into one document with everything of each', () => {
    const merged = parse(contract.merged.yaml()) as ContractFile['document'];
    for (const { document } of contract.files) {
      for (const [path, methods] of Object.entries(document.paths)) {
        assert.deepEqual(Object.keys(merged.paths[path]!), Object.keys(methods), path);
      }
    }
    assert.deepEqual(merged, JSON.parse(JSON.stringify(contract.merged.document)));
    assert.equal(merged.info['version'], '1.2.3');
  });

  it('merge into a document whose references lead somewhere', () => {
    const { components } = contract.merged.document;
    for (const [, section, name] of contract.merged.yaml().matchAll(/#\/components\/(\w+)\/([\w.-]+)/g)) {
      assert.ok(components?.[section!]?.[name!], `${section} ${name}`);
    }
  });

  it('keep their own names for what they define differently', () => {
    const { schemas, responses, securitySchemes } = contract.merged.document.components!;
    const fieldsOf = (name: string) => Object.keys((schemas![name] as { properties: object }).properties);
    assert.deepEqual(fieldsOf('data-platform.Error'), ['detail']);
    assert.ok(fieldsOf('bess-gateway.Error').includes('message'));
    assert.deepEqual([schemas!['Error'], responses!['Unauthorized']], [undefined, undefined]);
    assert.deepEqual(responses!['data-platform.TooLarge'], {
      description: 'The body is larger than 64 kB.',
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/data-platform.Error' },
          example: { detail: 'The body must be at most 65536 bytes.' },
        },
      },
    });
    assert.ok(schemas!['TelemetrySeries'], 'a name of one contract alone stays');
    assert.ok(securitySchemes!['bearer'], 'what is the same in all stays');
  });

  it('may repeat the same thing but not contradict each other', () => {
    assert.ok(mergeContracts([bess!, { ...bess!, name: 'again' }], '1'));
    const other = structuredClone(bess!.document) as unknown as { paths: Record<string, { get: object }> };
    other.paths['/health'] = { get: { operationId: 'other' } };
    const contradiction = { name: 'other', yaml: () => '', document: other as unknown as ContractFile['document'] };
    assert.throws(() => mergeContracts([bess!, contradiction], '1'), {
      code: 'contract_conflict',
      message: /get of \/health/,
    });
  });

  it('describe every operation in full', () => {
    for (const { document } of contract.files) {
      for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
        const { operationId, ...rest } = operation as unknown as Record<string, unknown> & { operationId: string };
        for (const part of ['summary', 'description', 'tags', 'x-scope', 'x-dialect', 'responses']) {
          assert.ok(rest[part], `${operationId} has no ${part}`);
        }
      }
    }
  });

  it('are what the generated types were made from', async () => {
    for (const [file, text] of await apiTypes()) assert.equal(readFileSync(file, 'utf8'), text, file);
  });
});
