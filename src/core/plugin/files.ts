/** The files of a plugin while it is edited: a new one, and one that is brought from elsewhere. */
import { PLUGIN_EXTENSIONS } from '#core/resources/check-content.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { isFilename } from '#core/resources/names.ts';

/** What is typed as the name of a new file: TypeScript, unless it says otherwise. */
export function completeFilename(typed: string): string {
  const name = typed.trim().replace(/^\.?\/+/, '');
  return name === '' || /\.[^./]*$/.test(name) ? name : `${name}.ts`;
}

/** Why a file cannot be called so beside these others, in a sentence; null where it can. */
export function filenameFault(name: string, others: readonly Pick<PluginFile, 'filename'>[]): string | null {
  if (others.some(({ filename }) => filename === name)) return `There is already a file ${name}.`;
  if (isFilename(name, PLUGIN_EXTENSIONS) && !name.endsWith('\n')) return null;
  const endings = PLUGIN_EXTENSIONS.map((ending) => `.${ending}`).join(', ');
  return `“${name}” cannot be a file here. Use letters, digits and underscores, and one of ${endings} at the end.`;
}

/** A name for a file that is not taken: `tasks.ts`, then `tasks_2.ts`. */
export function freeFilename(files: readonly Pick<PluginFile, 'filename'>[], wanted = 'tasks.ts'): string {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = [wanted.slice(0, dot), wanted.slice(dot)];
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${stem}_${n}${ending}`;
    if (files.every(({ filename }) => filename !== name)) return name;
  }
}

/** A new file with a small task that works, where it is of a language that has tasks. */
export function newFile(filename: string): PluginFile {
  return { filename, contents: templateOf(filename), description: '', functions: [], artifacts: [] };
}

/** The files with one of this name and text: in the place of one that is there, whose tasks stay registered, or behind all. */
export function putFile(
  files: readonly PluginFile[],
  filename: string,
  contents: string,
): readonly PluginFile[] {
  const at = files.findIndex((file) => file.filename === filename);
  return at < 0
    ? [...files, { ...newFile(filename), contents }]
    : files.with(at, { ...files[at]!, contents });
}

/** A text and how a task of it is called: after its file, so that no two files begin with the same. */
function templateOf(filename: string): string {
  const stem = /([A-Za-z]\w*)\.\w+$/.exec(filename)?.[1] ?? 'tasks';
  const task = stem === 'tasks' || stem.length < 2 ? 'scale' : stem;
  if (filename.endsWith('.ts')) return typescript(task);
  if (filename.endsWith('.js')) return javascript(task);
  if (filename.endsWith('.py')) return python(task);
  return filename.endsWith('.json') ? '[]\n' : '';
}

const typescript = (
  task: string,
) => `/** Tasks of this plugin: each exported function can be a step of a graph. */
import { log } from 'alidade/sdk';

/**
 * Multiplies a number. Logs what comes of it.
 *
 * @param value the number
 * @param factor what it is multiplied by
 * @returns the product
 */
export function ${task}(value: number, factor = 2): number {
  const product = value * factor;
  log(\`\${value} times \${factor} is \${product}\`);
  return product;
}
`;

const javascript = (
  task: string,
) => `/** Tasks of this plugin: each exported function can be a step of a graph. */
import { log } from 'alidade/sdk';

/**
 * Multiplies a number. Logs what comes of it.
 *
 * @param {number} value the number
 * @param {number} factor what it is multiplied by
 * @returns {number} the product
 */
export function ${task}(value, factor = 2) {
  const product = value * factor;
  log(\`\${value} times \${factor} is \${product}\`);
  return product;
}
`;

const python = (task: string) => `"""Tasks for Dioptra. They are kept here, and run there."""

from dioptra import pyplugs


@pyplugs.register
def ${task}(value: float, factor: float = 2.0) -> float:
    """Multiplies a number."""
    return value * factor
`;
