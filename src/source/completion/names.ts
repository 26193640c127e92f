/** Names that can stand by themselves: what is in scope, and what could be imported. */
import type { Node } from '@babel/types';
import { libraryCompletions, libraryEntry, type Completion } from './completion.ts';
import { describeDeclared, signatureText, typeText } from './describe.ts';
import { exportsOfFile, LIBRARIES, pathFrom } from './exports.ts';
import { bindingsAt, type Binding } from './scope.ts';
import type { Surroundings } from './what-it-is.ts';

/** Values in scope; with `foreign`, those too that an import would bring. */
export function valueNames(
  path: readonly Node[],
  offset: number,
  around: Surroundings,
  foreign: boolean,
): readonly Completion[] {
  const near = bindingsAt(path, offset)
    .filter(({ kind }) => kind !== 'type')
    .map((binding) => describeBinding(binding, around))
    .filter(({ kind }) => kind !== 'type');
  if (!foreign) return near;
  return [...near, ...importable(around).filter(({ kind }) => kind !== 'type')];
}

/** Words of the language that tasks are typed with. */
const TYPE_WORDS =
  'number string boolean null undefined unknown void Array Record Readonly Promise Map Float32Array Int32Array Uint8Array'.split(
    ' ',
  );

/** Types in scope, those of the language, and those that an import would bring. */
export function typeNames(
  path: readonly Node[],
  offset: number,
  around: Surroundings,
): readonly Completion[] {
  const near = bindingsAt(path, offset)
    .filter(({ kind }) => kind === 'type' || kind === 'class' || kind === 'import')
    .map((binding) => describeBinding(binding, around))
    .filter(({ kind }) => kind !== 'function' && kind !== 'value');
  const words = TYPE_WORDS.map((label): Completion => ({
    label,
    kind: 'type',
    detail: '',
    info: '',
    rank: 2,
  }));
  const far = importable(around).filter(
    ({ kind }) => kind === 'type' || kind === 'class' || kind === 'namespace',
  );
  return [...near, ...words, ...far];
}

function describeBinding(binding: Binding, around: Surroundings): Completion {
  const { name: label, kind, annotation, value } = binding;
  if (kind === 'import') return describeImport(label, around);
  const top = around.source.declarations.values.get(label);
  if (top && (top.statement === binding.owner || top.node === value))
    return describeDeclared(label, top, around.source, 1);
  const detail =
    kind === 'function' && value ? signatureText(value, around.source) : typeText(annotation, around.source);
  return { label, kind, detail, info: '', rank: kind === 'type' ? 1 : 0 };
}

function describeImport(label: string, { source, sources, library }: Surroundings): Completion {
  const plain = { label, detail: '', info: '', rank: 1 } as const;
  const foreign = source.declarations.imports.get(label);
  const target = foreign && sources.target(source, foreign.from);
  if (!foreign || foreign.name === null) return { ...plain, kind: 'namespace', detail: foreign?.from ?? '' };
  if (target?.kind === 'library') {
    const group = target.library === 'tfjs' ? 'tf' : 'alidade/sdk';
    const entry = libraryEntry(library, group, foreign.name);
    const [known] = entry ? libraryCompletions({ one: { [label]: entry } }, 'one', 1) : [];
    return known ?? { ...plain, kind: 'value' };
  }
  const meaning =
    target?.kind === 'file' ? sources.findExported('values', target.source, foreign.name) : null;
  if (meaning?.kind === 'found') return describeDeclared(label, meaning.found, meaning.source, 1);
  const type = target?.kind === 'file' ? sources.findExported('types', target.source, foreign.name) : null;
  return { ...plain, kind: type?.kind === 'found' ? 'type' : 'value', detail: foreign.from };
}

/** What the SDK and the other files of the plugin give, and the numeric library as a whole. */
function importable(around: Surroundings): readonly Completion[] {
  const { source, sources, library } = around;
  const taken = source.declarations.imports;
  const sdk = libraryCompletions(library, 'alidade/sdk', 3).map((option): Completion => ({
    ...option,
    needs: { from: 'alidade/sdk', name: option.label },
  }));
  const from = LIBRARIES[1].specifier;
  const tf: Completion = {
    label: 'tf',
    kind: 'namespace',
    detail: from,
    info: '',
    rank: 3,
    needs: { from, name: '*' },
  };
  const files = sources.names
    .filter((name) => name !== source.name)
    .flatMap((name) => {
      const file = sources.read(name).source;
      const specifier = pathFrom(source.name, name);
      const own = file ? exportsOfFile(file, around, 3) : [];
      return own.map((option): Completion => ({ ...option, needs: { from: specifier, name: option.label } }));
    });
  return [...sdk, tf, ...files].filter(({ label }) => !taken.has(label));
}
