import { describe, expect, it } from 'vitest';
import { checkContent } from '#core/resources/check-content.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import { KINDS, RESOURCE_KINDS } from '#core/resources/kinds.ts';

function faultsOf<K extends ResourceKind>(kind: K, part: Partial<ContentOf[K]>): string[] {
  const content = { ...KINDS[kind].empty, name: 'ok', ...part };
  return checkContent(kind, content).map(({ path }) => path.join('.'));
}

describe('what is typed', () => {
  it.each(RESOURCE_KINDS)('a new %s needs a name and no more', (kind) => {
    expect(checkContent(kind, KINDS[kind].empty).map(({ path }) => path)).toEqual([['name']]);
    expect(faultsOf(kind, {})).toEqual([]);
  });

  it('a plugin is an importable name, the others are free text', () => {
    expect(faultsOf('plugin', { name: 'my plugin' })).toEqual(['name']);
    expect(faultsOf('plugin', { name: 'ok\n' })).toEqual(['name']);
    expect(faultsOf('queue', { name: 'my queue' })).toEqual([]);
    expect(faultsOf('type', { name: ' Integer ' })).toEqual(['name']);
  });

  it.each([0, 1.5, Number.NaN, 65])('a queue runs no %s jobs at once', (concurrency) =>
    expect(faultsOf('queue', { concurrency })).toEqual(['concurrency']),
  );

  it('names of parameters stand once, and defaults can be read', () => {
    const parameters = [
      { name: 'eps', type: 'float', defaultValue: 'much' },
      { name: 'eps', type: 'float', defaultValue: '0.1' },
      { name: '', type: 'list', defaultValue: null },
    ] as const;
    expect(faultsOf('entrypoint', { parameters })).toEqual([
      'parameters.2.name',
      'parameters.0.defaultValue',
      'parameters.1.name',
    ]);
  });

  it('an artifact parameter has an identifier and outputs', () => {
    const artifactParameters = [
      { name: 'a b', outputs: [] },
      { name: 'ok', outputs: [{ name: 'x', type: '' }] },
    ];
    expect(faultsOf('entrypoint', { artifactParameters })).toEqual([
      'artifactParameters.0.name',
      'artifactParameters.0.outputs',
      'artifactParameters.1.outputs.0.type',
    ]);
  });

  it('a file has a sound path, and each task of it its own name', () => {
    const task = { name: 'train', inputs: [{ name: 'x', type: 'any', required: true }], outputs: [] };
    const file = { filename: 'a/_b.ts', contents: '', description: '', functions: [task], artifacts: [task] };
    expect(faultsOf('plugin', { files: [file, { ...file, filename: 'tasks.ts', artifacts: [] }] })).toEqual([
      'files.0.filename',
      'files.0.artifacts.0.name',
    ]);
  });
});
