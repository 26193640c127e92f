/** What can be wrong with an import: every code, its sentence and its remedy. */
import type { Issue, Range, Severity } from '#core/issues.ts';

interface Entry {
  readonly severity?: Severity;
  /** `{word}` is replaced by what the finder says. */
  readonly message: string;
  readonly remedy: string;
}

const CATALOGUE = {
  'import-no-config': {
    message: 'There is no resource file “{path}” among the files.',
    remedy: 'Choose the folder that holds it, or name another one.',
  },
  'import-too-large': {
    message: '{what} is larger than {limit}.',
    remedy: 'Leave out what is not needed; data belongs in data sets, not in plugins.',
  },
  'import-path': {
    message: 'The path “{path}” {fault}.',
    remedy: 'Use paths below the folder of the resource file, with forward slashes.',
  },
  'import-same-path': {
    message: 'Two files have the path “{path}”.',
    remedy: 'Keep one of them.',
  },
  'import-alike-path': {
    message: 'The paths “{path}” and “{other}” differ only in case, or in how their letters are written.',
    remedy: 'Rename one of them: many systems hold both for the same file.',
  },
  'archive-broken': {
    message: '“{archive}” cannot be unpacked: {fault}.',
    remedy: 'Pack it again as .zip, .tar or .tar.gz.',
  },
  'archive-too-large': {
    message: '“{archive}” holds more than {limit}.',
    remedy: 'Pack only the folder of the resource file, without data.',
  },
  'archive-ratio': {
    message:
      '“{archive}” grows to more than {ratio} times its size, as archives do that are made to fill a memory.',
    remedy: 'Unpack it with a program that you trust, and choose the folder.',
  },
  'archive-entry': {
    message: '“{path}” in “{archive}” {fault}.',
    remedy: 'Pack plain files and folders, with paths that stay within the archive.',
  },
  'archive-nested': {
    severity: 'WARNING',
    message: '“{path}” is an archive within “{archive}” and is left alone.',
    remedy: 'Unpack it first, if it is needed.',
  },
  'import-encoding': {
    message: '“{path}” is not text in UTF-8.',
    remedy: 'Save it as UTF-8.',
  },
  'import-toml': {
    message: 'The TOML cannot be read: {fault}.',
    remedy: 'Mend the line; toml.io describes the language.',
  },
  'import-unknown-key': {
    message: '“{key}” is not a key of {owner}.',
    remedy: 'Its keys are {known}.',
  },
  'import-missing-key': {
    message: '“{key}” is missing in {owner}.',
    remedy: 'Add it.',
  },
  'import-wrong-type': {
    message: '“{key}” should be {wanted}, but is {found}.',
    remedy: '{hint}',
  },
  'import-name': {
    message: '“{name}” cannot be the name of {what}.',
    remedy: '{rule}',
  },
  'import-duplicate': {
    message: 'There is more than one {what} named “{name}”.',
    remedy: 'Rename or remove all but one.',
  },
  'import-same-type': {
    severity: 'WARNING',
    message: 'The parameter type “{name}” is defined twice in the same way.',
    remedy: 'Remove one of the two.',
  },
  'import-filename': {
    message: '“{path}” cannot be a file of a plugin.',
    remedy: 'Use letters, digits and underscores, and no leading underscore below the first folder.',
  },
  'import-file-left-out': {
    severity: 'WARNING',
    message: '“{path}” is left out, because its name cannot be that of a plugin file.',
    remedy: 'Rename it with letters, digits and underscores, if the plugin needs it.',
  },
  'import-no-file': {
    message: 'There is no file “{path}” for {what}.',
    remedy: 'Add the file, or correct the path.',
  },
  'import-no-graph': {
    message: '“{path}” has no task graph under the key “graph”.',
    remedy: 'Put the steps below “graph:”, and artifact outputs below “artifacts:”.',
  },
  'import-yaml-key': {
    severity: 'WARNING',
    message: '“{key}” in “{path}” is not used.',
    remedy: 'The keys of an entrypoint file are “graph” and “artifacts”.',
  },
  'import-parameter-type': {
    message: '“{type}” is not a type of an entrypoint parameter.',
    remedy: 'Use string, float, integer, boolean, list or mapping.',
  },
  'import-default': {
    message: 'The default does not fit: {fault}',
    remedy: '{remedy}',
  },
  'import-unknown-type': {
    message: 'The parameter type “{type}”, named by {owner}, is not defined.',
    remedy: 'Define it under [[plugin_param_types]].',
  },
  'import-unknown-plugin': {
    message: 'The plugin “{plugin}” of the entrypoint “{entrypoint}” is not here.',
    remedy: 'Declare it under [[plugins]], or import it first.',
  },
  'import-no-plugin-files': {
    message: 'The plugin “{plugin}” has no files, and there is no plugin of that name yet.',
    remedy: 'Import the folder that holds its files along with the resource file.',
  },
  'import-taken': {
    message: 'There is already {what} named “{name}”.',
    remedy:
      'Let it make a new snapshot (update) or replace it (overwrite), or rename it in the resource file.',
  },
  'import-moved-on': {
    message: '{what} named “{name}” was saved or deleted here since the preview.',
    remedy: 'Look at the preview again.',
  },
  'import-built-in': {
    severity: 'WARNING',
    message:
      'There is a built-in {noun} named “{name}”. It is read-only: yours takes its name, and it goes to the bin.',
    remedy: 'To go back, delete yours and restore it from the bin.',
  },
  'import-task-differs': {
    severity: 'WARNING',
    message:
      'The task “{task}” of the built-in plugin “{plugin}” has other inputs or outputs here; its TypeScript stays as it is.',
    remedy: 'Graphs are held against the built-in task; to change it, fork the plugin.',
  },
  'import-unknown-queue': {
    severity: 'WARNING',
    message: 'The queue “{queue}” of the entrypoint “{entrypoint}” is not here.',
    remedy: 'Make a queue of that name and attach it, if it is wanted.',
  },
  'import-beside': {
    message: '“{path}” cannot be used: {fault}.',
    remedy: 'Export again, or remove the file: what the resource file itself says imports without it.',
  },
  'import-unknown-choice': {
    message: 'There is no “{key}” in what is to be imported.',
    remedy: 'Name keys of the preview.',
  },
  'export-unknown': {
    message: 'There is no {noun} “{name}”.',
    remedy: 'Name one of the list, by its name or id.',
  },
  'bundle-broken': {
    message: '“{bundle}” is no bundle, or a damaged one: {fault}.',
    remedy: 'Export it again where it came from.',
  },
  'bundle-newer': {
    message: '“{bundle}” was written by a newer Alidade (format {format}, and {known} is known here).',
    remedy: 'Reload the page, so that Alidade is brought up to date, and import it again.',
  },
  'bundle-record': {
    message: '“{path}” in “{bundle}” cannot be used: {fault}.',
    remedy: 'Export it again where it came from.',
  },
  'bundle-too-large': {
    message: 'The bundle would hold {what}.',
    remedy: 'Choose fewer jobs and artifacts, and make several bundles of them.',
  },
  'bundle-corrupt': {
    message:
      'The bytes of a file of the artifact “{name}” are not here, or are not those that its record names.',
    remedy: 'Delete the artifact, or leave it out.',
  },
  'bundle-job-runs': {
    severity: 'WARNING',
    message: 'Job {number} has not ended and is left out, with what it made.',
    remedy: 'Wait for it or cancel it, and export again.',
  },
  'bundle-missing': {
    severity: 'WARNING',
    message: 'What is chosen names a {noun} that is not here any more ({id}).',
    remedy: 'It was purged; the bundle is whole but for it.',
  },
  'bundle-name-taken': {
    message: 'There is already {what} named “{name}”, which is another.',
    remedy: 'Keep yours (update) or let the new one take the name (overwrite), or leave it out.',
  },
  'bundle-id-taken': {
    message: 'The {noun} “{name}” has the id of another one that is here.',
    remedy: 'Leave it out; one of the two was changed by hand.',
  },
  'bundle-owner': {
    severity: 'WARNING',
    message: '“{name}” passes for a part of Alidade that is not here; it is taken in as yours.',
    remedy: 'Look at it before you run it.',
  },
  'export-refused': {
    severity: 'WARNING',
    message: 'The files that were written would not import: {fault}',
    remedy: 'Mend that, and export again; or export a bundle, which carries anything.',
  },
  'export-not-exact': {
    severity: 'WARNING',
    message: 'The {kind} “{name}” would not come back from the files exactly as it is.',
    remedy: 'Export a bundle, which carries anything.',
  },
  'export-left-out': {
    severity: 'WARNING',
    message: 'The {noun} “{name}” is left out: a resource file holds types, plugins and entrypoints alone.',
    remedy: 'Export a bundle, which carries anything.',
  },
  'export-missing': {
    severity: 'WARNING',
    message: 'The {noun} that “{name}” pins is not here any more, so it is not in the files.',
    remedy: 'Attach another one and save, if it is needed.',
  },
  'export-two-snapshots': {
    severity: 'WARNING',
    message:
      'More than one snapshot of the {noun} “{name}” is wanted; the files hold only snapshot {number}.',
    remedy: 'Bring the pins up to date, or export a bundle, which holds all snapshots.',
  },
} as const satisfies Record<string, Entry>;

export type ImportIssueCode = keyof typeof CATALOGUE;

export interface ImportFault {
  readonly code: ImportIssueCode;
  readonly words?: Readonly<Record<string, string | number>>;
  readonly path?: readonly (string | number)[];
  readonly range?: Range | undefined;
  readonly document?: string;
}

/** The issue of this code, with its words filled in. */
export function importIssue({ code, words = {}, path = [], range, document }: ImportFault): Issue {
  const entry: Entry = CATALOGUE[code];
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (_, word: string) => String(words[word] ?? ''));
  return {
    code,
    type: 'IMPORT',
    severity: entry.severity ?? 'ERROR',
    message: fill(entry.message),
    remedy: fill(entry.remedy),
    path,
    ...(range && { range }),
    ...(document !== undefined && { document }),
  };
}
