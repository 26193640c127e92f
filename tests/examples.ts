// The examples that stand in the docstrings of the client, so that tests can run them: `EXPRESSION; // → VALUE` is held to its value.
import { readdirSync, readFileSync } from 'node:fs';

export interface Example {
  /** The file, the interface and the method, such as `resources ResourceClient.list`. */
  readonly of: string;
  /** The body of an asynchronous function; it calls `same(given, expected)`. */
  readonly code: string;
}

const FOLDER = 'src/core/client';
const METHOD = /(?:^ {2}\/\*\*\n((?:^ {3}\*.*\n)+?)^ {3}\*\/\n)?^ {2}(\w+)\(/gm;

/** Those of the README that need nothing but the client. */
export function readReadme(): readonly Example[] {
  const blocks = readFileSync('README.md', 'utf8').matchAll(/^```js\n(.*?)^```$/gms);
  const told = [...blocks].map(([, code = '']) => code).filter((code) => !code.includes('import '));
  return told.map((code) => ({ of: 'README', code }));
}

/** Every method of every face with its example, in order; null for a method that has none. */
export function readExamples(): readonly (Omit<Example, 'code'> & { readonly code: string | null })[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const faces = readFileSync(`${FOLDER}/${file}`, 'utf8')
      .split(/^export interface /m)
      .slice(1);
    return faces
      .filter((face) => /^\w+Client/.test(face))
      .flatMap((face) => {
        const called = /^\w+/.exec(face)![0];
        return [...face.matchAll(METHOD)].map(([, comment = '', method]) => ({
          of: `${file.replace('.ts', '')} ${called}.${method}`,
          code: codeOf(comment),
        }));
      });
  });
}

function codeOf(comment: string): string | null {
  const lines = comment.split('\n').map((line) => line.replace(/^ {3}\* ?/, ''));
  const [from, to] = [lines.indexOf('```js'), lines.indexOf('```')];
  if (from < 0) return null;
  return lines
    .slice(from + 1, to)
    .map((line) => line.replace(/^(.*); \/\/ → (.*)$/, 'same($1, $2);'))
    .join('\n');
}
