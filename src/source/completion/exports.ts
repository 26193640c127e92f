/** What can be imported: the files of the plugin and the libraries, and what each of them gives. */
import type { Source } from '#source/analysis/sources.ts';
import { libraryCompletions, type Completion } from './completion.ts';
import { describeDeclared } from './describe.ts';
import type { Surroundings } from './what-it-is.ts';

/** The two libraries by the names under which plugins import them, and their groups. */
export const LIBRARIES = [
  { specifier: 'alidade/sdk', group: 'alidade/sdk' },
  { specifier: '@tensorflow/tfjs', group: 'tf' },
] as const;

/** Everything that an import in this file may name. */
export function specifiersFor({ source, sources }: Surroundings): readonly Completion[] {
  const plain = { kind: 'file', detail: '', info: '', rank: 0 } as const;
  const files = sources.names.filter((name) => name !== source.name);
  return [
    ...files.map((name) => ({ ...plain, label: pathFrom(source.name, name) })),
    ...LIBRARIES.map(({ specifier }) => ({ ...plain, label: specifier, rank: 1 as const })),
  ];
}

/** What a module gives by name; null where it is not there. */
export function exportsOf(specifier: string, around: Surroundings): readonly Completion[] | null {
  const target = around.sources.target(around.source, specifier);
  if (target.kind === 'file') return exportsOfFile(target.source, around, 0);
  if (target.kind !== 'library') return null;
  return libraryCompletions(around.library, target.library === 'tfjs' ? 'tf' : 'alidade/sdk', 0);
}

/** What a file of the plugin gives: values, then types. */
export function exportsOfFile(
  file: Source,
  { sources }: Surroundings,
  rank: Completion['rank'],
): readonly Completion[] {
  const values = sources.exportedNames(file).flatMap((name) => {
    const meaning = sources.findExported('values', file, name);
    return meaning.kind === 'found' ? [describeDeclared(name, meaning.found, meaning.source, rank)] : [];
  });
  const types = [...file.declarations.types]
    .filter(
      ([, { node, statement }]) =>
        statement.type === 'ExportNamedDeclaration' && node.type !== 'ClassDeclaration',
    )
    .map(([label]) => ({ label, kind: 'type', detail: '', info: '', rank }) as const);
  return [...values, ...types];
}

/** The specifier by which one file of a plugin imports another. */
export function pathFrom(file: string, other: string): string {
  const [here, there] = [file.split('/').slice(0, -1), other.split('/')];
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared += 1;
  const up = here.length - shared;
  return `${up === 0 ? './' : '../'.repeat(up)}${there.slice(shared).join('/')}`;
}
