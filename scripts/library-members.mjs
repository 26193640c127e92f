// Writes src/source/completion/library-members.json: what a plugin's author may call, with short signatures, taken from the
// type declarations of the SDK and of the numeric library. `--check` writes nothing and fails where the file is not what would
// be written. Names that the sandbox's library does not export are left out.
//
// {group: {name: [kind, signature, sentence]}}; groups are `alidade/sdk`, `tf`, its namespaces such as `tf.layers`, and classes
// and interfaces by name (`Tensor`). Kinds: f function, c class, n namespace, t type, v value, m method.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'src', 'source', 'completion', 'library-members.json');
const entry = join(root, 'src', 'source', 'completion', 'library-entry.ts');

/** Not for authors, though documented: a task neither chooses its backend nor waits for frames. */
const LEFT_OUT =
  /^(?:_|register|(?:set|get|remove)Backend$|backend$|engine$|ready$|env$|Environment$|enable\w+Mode$|disposeVariables$|nextFrame$)/;

/** For authors, though the library's documentation forgot it. */
const TAKEN_IN = ['maxPool'];

/** Namespaces of the numeric library. */
const NAMESPACES = [
  'browser', 'callbacks', 'constraints', 'image', 'initializers', 'io', 'layers', 'linalg', 'losses', 'math', 'metrics',
  'models', 'regularizers', 'signal', 'sparse', 'spectral', 'string', 'train', 'util',
]; // prettier-ignore

/** Classes and interfaces whose members are told: as plugins get them in hand. */
const CLASSES = {
  '@tensorflow/tfjs': [
    'Tensor',
    'Variable',
    'TensorBuffer',
    'LayersModel',
    'Sequential',
    'SymbolicTensor',
    'Optimizer',
  ],
  'alidade/sdk': [
    'Random', 'DataFrame', 'NdArray', 'ArtifactCall', 'ArtifactTask', 'Dataset', 'DatasetMeta', 'Classifier', 'Defence',
    'Readings', 'Climbed', 'GradientHealth', 'NormTable', 'AttackRound', 'Examples', 'Threat',
  ],
}; // prettier-ignore

/** Of these, only what the library documents, and what a model is asked for by any task that trains. */
const LARGE = ['LayersModel', 'Sequential', 'SymbolicTensor', 'Optimizer', 'util', 'io'];
const KEPT =
  /^(?:inputs|outputs|layers|weights|optimizer|loss|name|trainable|getWeights|setWeights|shape|dtype|countParams)$/;

/** A class has the members of the one that it is a kind of, which are told once. */
const PARENTS = { Variable: 'Tensor', Sequential: 'LayersModel' };

/** Types of the numeric library that authors write. */
const TYPES =
  /^(?:Tensor[1-6]D|Scalar|TensorLike|NamedTensorMap|DataType|TypedArray|Rank|Shape|Logs|ModelCompileArgs|ModelFitArgs|SequentialArgs)$/;

/** @typedef {Record<string, [kind: string, signature: string, sentence: string]>} Group */

/** What the file should hold. @returns {Record<string, Group>} */
export function readMembers() {
  const { checker, modules } = openLibraries();
  const reader = new Reader(checker);
  const exported = new Set(
    JSON.parse(readFileSync(join(root, 'src', 'source', 'library-exports.json'), 'utf8')).tfjs,
  );
  const [sdk, tf] = [modules['alidade/sdk'], modules['@tensorflow/tfjs']];
  /** @type {Group} */
  const top = {};
  /** @type {Record<string, Group>} */
  const groups = { 'alidade/sdk': reader.group(sdk ?? []), tf: top };
  for (const symbol of tf ?? []) {
    const { name } = symbol;
    const isType = CLASSES['@tensorflow/tfjs'].includes(name) || TYPES.test(name);
    const isCallable = exported.has(name) && (reader.isDocumented(symbol) || TAKEN_IN.includes(name));
    if (NAMESPACES.includes(name) && exported.has(name)) {
      const callable = reader.membersOf(symbol).filter((member) => reader.isCallable(member));
      groups[`tf.${name}`] = reader.group(callable.filter((member) => reader.isWanted(name, member)));
      top[name] = ['n', '', ''];
    } else if (isType || isCallable) Object.assign(top, reader.group([symbol]));
  }
  for (const [library, names] of Object.entries(CLASSES)) {
    for (const symbol of modules[library] ?? [])
      if (names.includes(symbol.name)) groups[symbol.name] = reader.group(reader.instanceMembers(symbol));
  }
  for (const [name, parent] of Object.entries(PARENTS))
    for (const member of Object.keys(groups[parent] ?? {})) delete groups[name]?.[member];
  return groups;
}

/** The exports of both libraries, as the compiler sees them from a file of a plugin. */
function openLibraries() {
  const text = "import * as tf from '@tensorflow/tfjs';\nimport * as sdk from '#sdk';\nexport { tf, sdk };\n";
  const options = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    strict: true,
    types: [],
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === entry || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === entry ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  if (!source) throw new Error('The compiler lost its entry.');
  /** @param {string} name */
  const exportsOf = (name) => {
    const alias = checker
      .getSymbolsInScope(source, ts.SymbolFlags.Alias)
      .find((symbol) => symbol.name === name);
    if (!alias) throw new Error(`${name} is not there.`);
    return checker.getExportsOfModule(checker.getAliasedSymbol(alias));
  };
  /** @type {Record<string, readonly ts.Symbol[]>} */
  const modules = { 'alidade/sdk': exportsOf('sdk'), '@tensorflow/tfjs': exportsOf('tf') };
  return { checker, modules };
}

class Reader {
  /** @param {ts.TypeChecker} checker */
  constructor(checker) {
    this.checker = checker;
  }

  /** @param {ts.Symbol} symbol */
  real(symbol) {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** @param {ts.Symbol} symbol */
  typeOf(symbol) {
    return this.checker.getTypeOfSymbol(this.real(symbol));
  }

  /** @param {ts.Symbol} symbol */
  isCallable(symbol) {
    return this.typeOf(symbol).getCallSignatures().length > 0;
  }

  /** Whether the library's own documentation lists it. @param {ts.Symbol} symbol */
  isDocumented(symbol) {
    const real = this.real(symbol);
    const [signature] = real.flags & ts.SymbolFlags.Value ? this.typeOf(symbol).getCallSignatures() : [];
    return [...real.getJsDocTags(this.checker), ...(signature?.getJsDocTags() ?? [])].some(
      ({ name }) => name === 'doc',
    );
  }

  /** @param {string} group @param {ts.Symbol} member */
  isWanted(group, member) {
    return !LARGE.includes(group) || KEPT.test(member.name) || this.isDocumented(member);
  }

  /** @param {ts.Symbol} symbol */
  membersOf(symbol) {
    return this.checker.getPropertiesOfType(this.typeOf(symbol));
  }

  /** What an object of a class or interface has, but for what is its own affair. @param {ts.Symbol} symbol */
  instanceMembers(symbol) {
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    return this.checker
      .getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(this.real(symbol)))
      .filter((member) => /^[a-z]\w*$/i.test(member.name) && this.isWanted(symbol.name, member))
      .filter((member) => !member.declarations?.some((node) => ts.getCombinedModifierFlags(node) & hidden));
  }

  /** @param {readonly ts.Symbol[]} symbols @returns {Group} */
  group(symbols) {
    const sorted = symbols
      .filter(({ name }) => !LEFT_OUT.test(name))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return Object.fromEntries(sorted.map((symbol) => [symbol.name, this.describe(symbol)]));
  }

  /** @param {ts.Symbol} symbol @returns {[string, string, string]} */
  describe(symbol) {
    const real = this.real(symbol);
    const isValue = (real.flags & ts.SymbolFlags.Value) !== 0;
    const type = isValue ? this.typeOf(symbol) : null;
    const [signature] = type?.getCallSignatures() ?? [];
    const own = real.getDocumentationComment(this.checker);
    const sentence = firstSentence(
      ts.displayPartsToString(own.length > 0 ? own : signature?.getDocumentationComment(this.checker)),
    );
    if (signature) {
      const kind = real.flags & ts.SymbolFlags.Method ? 'm' : 'f';
      return [kind, shorten(this.checker.signatureToString(signature, undefined, FLAGS)), sentence];
    }
    if (real.flags & ts.SymbolFlags.Class) return ['c', '', sentence];
    if (!type) return ['t', '', sentence];
    return ['v', shorten(this.checker.typeToString(type, undefined, FLAGS)), sentence];
  }
}

const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.OmitParameterModifiers;

/** A signature without what a reader would pass over. @param {string} signature */
function shorten(signature) {
  const [, generics = '', rest = signature] = /^<((?:[^<>]|<[^<>]*>)*)>(\(.*)$/s.exec(signature) ?? [];
  const bounds = [...generics.matchAll(/(\w+) extends (\w+)/g)];
  const bound = bounds.reduce(
    (text, [, name, limit]) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), limit ?? ''),
    rest,
  );
  const plain = bound
    .replaceAll(/import\("[^"]*"\)\./g, '')
    .replaceAll(/<(?:Rank(?:\.R\d)?|ArrayBufferLike|keyof RankMap)>/g, '')
    .replaceAll(/(\?: [^,()]*?) \| undefined/g, '$1')
    .replaceAll('ShapeMap[R]', 'number[]')
    .replaceAll(/DataTypeMap\[\w+\]/g, 'TypedArray')
    .replaceAll(/\s+/g, ' ');
  return plain.length > 140 ? `${plain.slice(0, 139)}…` : plain;
}

/** @param {string} text */
function firstSentence(text) {
  const paragraph = (text.split(/\n\s*\n|```/)[0] ?? '').replaceAll(/\s+/g, ' ').trim();
  const sentence = /^.*?[^.][.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.length > 100 ? `${sentence.slice(0, 99)}…` : sentence;
}

/** The text of the file, as the formatter leaves it. */
export async function formatMembers() {
  const config = await prettier.resolveConfig(file);
  return prettier.format(JSON.stringify(readMembers()), { ...config, filepath: file });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await formatMembers();
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!isSame) {
    console.error(
      'library-members.json is not what the installed libraries declare: run node scripts/library-members.mjs',
    );
    process.exitCode = 1;
  }
}
