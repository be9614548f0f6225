import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../nodes/kernel/index.ts';

const textOf = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');
const instructions = textOf('Dockerfile').replaceAll('\\\n', ' ').split('\n');
const argumentsOf = (instruction: string): readonly string[] =>
  instructions.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

/** What the image takes from the project, by the first folder or the file. */
const copied = argumentsOf('COPY')
  .filter((line) => !line.startsWith('--from='))
  .flatMap((line) => line.split(' ').slice(0, -1))
  .map((source) => source.split('/')[0] ?? '');

describe('the container image', () => {
  it('is built from files that are there and that .dockerignore lets through', () => {
    const allowed = new Set(
      textOf('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1)),
    );
    assert.ok(copied.length > 10);
    for (const source of copied) {
      assert.ok(existsSync(path.join(projectRoot, source)), `${source} is not there`);
      assert.ok(allowed.has(source), `${source} is left out by .dockerignore`);
    }
  });

  it('runs Node and its memory as npm start does', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: { start: string } };
    const words = scripts.start.split(' ');
    const command = JSON.parse(argumentsOf('CMD').at(-1) ?? '') as readonly string[];
    assert.deepEqual(
      command.filter((word) => word.startsWith('--') && word !== '--settings'),
      words.filter((word) => word.startsWith('--')),
    );
    const environment = argumentsOf('ENV').flatMap((line) => line.split(' '));
    const assignments = words.filter((word) => /^[A-Z_]+=/.test(word));
    assert.ok(assignments.length > 0);
    for (const assignment of assignments) assert.ok(environment.includes(assignment), assignment);
  });
});
