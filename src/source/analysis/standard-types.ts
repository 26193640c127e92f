/** Types that no file of a plugin declares: those of the language, of the SDK and of the numeric library. */
import {
  ABSENT,
  ANY,
  BOOLEAN,
  INTEGER,
  NULL,
  NUMBER,
  STRANGE,
  STRING,
  maybeAbsent,
  opaque,
  unionOf,
  without,
  type Shape,
} from './shape.ts';
import { snakeCase } from './words.ts';

/** What an author may write for a whole number. */
const INTEGERS: ReadonlySet<string> = new Set(['integer', 'Integer', 'int', 'Int', 'int32', 'uint32']);

const LISTS: ReadonlySet<string> = new Set(['Array', 'ReadonlyArray', 'Iterable', 'ArrayLike']);

/** What a wrapper is around, and no more. */
const WRAPPERS: ReadonlySet<string> = new Set(['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Required']);

const WORDS: ReadonlyMap<string, Shape> = new Map([
  ['String', STRING],
  ['Number', NUMBER],
  ['Boolean', BOOLEAN],
  ['Object', ANY],
  ['PropertyKey', STRING],
  ['Function', STRANGE],
]);

/** Numbers in plain memory, as the bundled suites name them. */
const BYTES = /^(?:Uint8Array|Uint8ClampedArray|ArrayBuffer)$/;
const NUMBERS = /^(?:Float(?:16|32|64)|Int(?:8|16|32)|Uint(?:16|32)|BigInt64|BigUint64)Array$/;

/** A type of the language by its name and its arguments; a name that it does not have is a thing of that name. */
export function standardType(name: string, args: readonly Shape[]): Shape {
  const [first = ANY, second = ANY] = args;
  if (LISTS.has(name)) return { form: 'list', items: first };
  if (WRAPPERS.has(name)) return first;
  if (name === 'NonNullable') return without(without(first, NULL), ABSENT);
  if (name === 'Partial')
    return first.form === 'fields' ? openFields(first.fields.map(([, part]) => part)) : first;
  if (name === 'Record') return recordOf(first, second);
  if (INTEGERS.has(name)) return INTEGER;
  if (BYTES.test(name)) return opaque('bytes', 'Bytes: a Uint8Array.');
  if (NUMBERS.test(name)) return ARRAY;
  return WORDS.get(name) ?? opaque(snakeCase(name));
}

/** A mapping of some of these names or others to values of these types. */
export function openFields(values: readonly Shape[]): Shape {
  const value = unionOf(values.map((part) => (maybeAbsent(part) ? without(part, ABSENT) : part)));
  return { form: 'mapping', key: 'string', value: values.length > 0 ? value : ANY };
}

function recordOf(key: Shape, value: Shape): Shape {
  if (key === NUMBER || key === INTEGER) return { form: 'mapping', key: 'integer', value };
  return { form: 'mapping', key: 'string', value };
}

const ARRAY: Shape = {
  form: 'opaque',
  names: ['np.ndarray'],
  description: 'An array of numbers of any number of dimensions: an NdArray, or a tensor.',
};

const MODEL: Shape = { form: 'opaque', names: ['keras.Model'], description: 'A model: a tf.LayersModel.' };

const SDK: ReadonlyMap<string, Shape> = new Map([
  ['NdArray', ARRAY],
  ['NdData', ARRAY],
  ['DataFrame', opaque('pd.DataFrame', 'A table: a DataFrame.')],
  ['ArtifactFiles', opaque('path', 'Files of an artifact.')],
  ['LogSeverity', STRING],
  ['Norm', opaque('norm', 'The norm that bounds an attack: inf, 1 or 2.')],
  ['Dataset', opaque('Dataset', 'Images and labels on the device, with what the loader knows of them.')],
  ['Classifier', opaque('defended_model', 'A model behind a defence: what reads images as logits.')],
  ['Readable', opaque('classifier', 'What reads images: a model, or a model behind a defence.')],
]);

/** A type that a library exports, as the bundled suites name it; another is a thing of its own name. */
export function libraryType(library: 'sdk' | 'tfjs', name: string): Shape {
  if (library === 'sdk') return SDK.get(name) ?? opaque(snakeCase(name));
  if (/^(?:Tensor(?:[1-6]D)?|Variable|Scalar)$/.test(name))
    return opaque('tensor', 'A tensor on the device: a tf.Tensor.');
  if (name === 'LayersModel' || name === 'Sequential') return MODEL;
  return opaque(snakeCase(name));
}
