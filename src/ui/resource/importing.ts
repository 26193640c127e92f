/** What the import sheet works with: files that were opened, the words for what becomes of each record, and which of them are chosen. */
import type { ImportOptions, ImportReport } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import {
  withNeeds,
  type ImportDeed,
  type ImportItem,
  type ImportPreview,
} from '#core/resources/import-preview.ts';

/** Files, an archive or a bundle, read and waiting. */
export interface OpenedImport {
  readonly kind: 'files' | 'bundle';
  readonly issues: readonly Issue[];
  /** Paths of the resource files; a bundle has none. */
  readonly configs: readonly string[];
  preview(config?: string): Promise<ImportPreview>;
  import(options?: ImportOptions): Promise<ImportReport>;
}

interface RuleWords {
  readonly value: ConflictRule;
  readonly name: string;
  readonly says: string;
}

export const RULES: Readonly<Record<OpenedImport['kind'], readonly RuleWords[]>> = {
  files: [
    { value: 'fail', name: 'Refuse', says: 'Nothing is imported if a name is taken.' },
    {
      value: 'update',
      name: 'New snapshot',
      says: 'What has the name gets a new snapshot and keeps its history.',
    },
    {
      value: 'overwrite',
      name: 'Replace',
      says: 'The new one takes the name; jobs keep the old one that they ran.',
    },
  ],
  bundle: [
    { value: 'fail', name: 'Refuse', says: 'Nothing is imported if another has the name.' },
    {
      value: 'update',
      name: 'Keep mine',
      says: 'What has the name keeps it, and the new one goes to the bin, where its jobs find it. Histories go on.',
    },
    {
      value: 'overwrite',
      name: 'Replace',
      says: 'The new one takes the name, and what had it goes to the bin. Histories go on.',
    },
  ],
};

/** A word for the row, and a sentence for who wants to know. */
export const DEEDS: Readonly<Record<ImportDeed, { readonly word: string; readonly says: string }>> = {
  new: { word: 'new', says: 'Nothing here has its name.' },
  same: { word: 'here already', says: 'It stays as it is.' },
  update: { word: 'new snapshot', says: 'What is here goes on with it.' },
  replace: { word: 'takes the name', says: 'What has the name goes to the bin, whence it can come back.' },
  keep: {
    word: 'kept as here',
    says: 'It has another history here and stays as it is; jobs find what they pinned.',
  },
  aside: {
    word: 'to the bin',
    says: 'Another has the name; in the bin its jobs find it, and it can come back.',
  },
  refuse: { word: 'refused', says: 'It cannot come in like this.' },
};

/** In the order in which a person looks for them. */
const NOUNS = ['entrypoint', 'plugin', 'type', 'experiment', 'job', 'family', 'artifact', 'model', 'queue'];

/** Items by noun. */
export function groupItems(
  items: readonly ImportItem[],
): readonly { readonly noun: string; readonly items: readonly ImportItem[] }[] {
  return NOUNS.map((noun) => ({ noun, items: items.filter((item) => item.noun === noun) })).filter(
    (group) => group.items.length > 0,
  );
}

/** Choosing one chooses what it needs; leaving one out leaves out what cannot be without it. */
export function choose(
  preview: ImportPreview,
  kind: OpenedImport['kind'],
  chosen: ReadonlySet<string>,
  keys: readonly string[],
  on: boolean,
): ReadonlySet<string> {
  if (on) return new Set([...chosen, ...withNeeds(preview.items, keys)]);
  const gone = new Set(keys);
  const isHere = new Map(
    preview.items.map((item) => [item.key, kind === 'files' && item.under.update.does !== 'new']),
  );
  // A set that grows while it is walked hands out what was added.
  for (const key of gone) {
    if (isHere.get(key)) continue;
    for (const item of preview.items) if (item.needs.includes(key)) gone.add(item.key);
  }
  return new Set([...chosen].filter((key) => !gone.has(key)));
}
