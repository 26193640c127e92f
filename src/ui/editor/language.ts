/** In which language a file is shown, by its name. */
import type { Language } from './setup.ts';

export function languageOfFile(filename: string): Language {
  if (filename.endsWith('.ts')) return 'typescript';
  if (filename.endsWith('.js')) return 'javascript';
  return /\.ya?ml$/.test(filename) ? 'yaml' : 'text';
}
