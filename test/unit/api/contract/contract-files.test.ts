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
    const merged = parse(contract.merged.yaml) as ContractFile['document'];
    assert.deepEqual(merged.paths['/api/v1/dispatch'], bess?.document.paths['/api/v1/dispatch']);
    assert.deepEqual(merged, JSON.parse(JSON.stringify(contract.merged.document)));
    assert.equal(merged.info['version'], '1.2.3');
  });

  it('may repeat the same thing but not contradict each other', () => {
    assert.ok(mergeContracts([bess!, { ...bess!, name: 'again' }], '1'));
    const other = structuredClone(bess!.document) as unknown as { components: { schemas: Record<string, unknown> } };
    other.components.schemas['Error'] = { type: 'string' };
    const contradiction = { name: 'other', yaml: '', document: other as unknown as ContractFile['document'] };
    assert.throws(() => mergeContracts([bess!, contradiction], '1'), {
      code: 'contract_conflict',
      message: /Error of schemas/,
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
