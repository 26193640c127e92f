/** In which language a file is shown, by its name. */
import type { Language } from './setup.ts';

export function languageOfFile(filename: string): Language {
  if (filename.endsWith('.ts')) return 'typescript';
  if (filename.endsWith('.js')) return 'javascript';
  if (filename.endsWith('.py')) return 'python';
  if (filename.endsWith('.json')) return 'json';
  return /\.ya?ml$/.test(filename) ? 'yaml' : 'text';
}
