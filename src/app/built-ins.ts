/** What the app ships with enters the store as a person's own files would: by the import. Equal content makes no snapshot. */
import type { ImportFile } from '#core/client.ts';
import { ALIDADE_USER } from '#core/resources/snapshot.ts';
import { importFiles } from './import.ts';

async function readFiles(): Promise<ImportFile[]> {
  const [{ texts }, { attackTexts }, { suites }] = await Promise.all([
    import('./built-in-texts.ts'),
    import('./built-in-attack-texts.ts'),
    import('./built-in-suites.ts'),
  ]);
  const encoder = new TextEncoder();
  return Object.entries({ ...suites, ...texts, ...attackTexts }).map(([path, text]) => ({
    path: path.slice('/plugins/'.length),
    bytes: encoder.encode(text),
  }));
}

/** Imports every suite. Later suites may name plugins of earlier ones, so they go in by name, Dioptra's first. */
export async function importBuiltIns(): Promise<void> {
  const files = await readFiles();
  const suites = files.map((file) => file.path).filter((path) => path.endsWith('.toml'));
  const order = (suite: string) => (suite.startsWith('dioptra') ? 0 : 1);
  for (const config of suites.toSorted((a, b) => order(a) - order(b) || a.localeCompare(b))) {
    const report = await importFiles(files, { config, conflicts: 'update', author: ALIDADE_USER });
    const [first] = report.issues.filter((issue) => issue.severity === 'ERROR');
    if (first)
      throw new Error(`The built-in suite ${config} does not import: ${first.message} ${first.remedy}`);
  }
}
