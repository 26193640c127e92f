/** Entrypoints of a resource file: their graphs from YAML, their parameters from the TOML. */
import { coerceParameter } from '#core/graph/coerce.ts';
import type { EntrypointParameter, ParameterWord } from '#core/resources/content.ts';
import { splitEntrypointYaml } from '#core/resources/entrypoint-yaml.ts';
import type { EntrypointDraft } from '#core/resources/import-plan.ts';
import type { EntrypointTable, ParameterTable } from './grammar.ts';
import type { Reading } from './reading.ts';
import { decodeText, faultOf, plainPath, shown } from './intake.ts';
import { checkIdentifier, checkText, checkUnique } from './names.ts';
import { checkParams, outputs } from './read-plugins.ts';
import type { Path } from './toml-places.ts';

const WORDS: ReadonlySet<string> = new Set<ParameterWord>([
  'string',
  'float',
  'integer',
  'boolean',
  'list',
  'mapping',
]);

export function readEntrypoints(reading: Reading): readonly EntrypointDraft[] {
  const tables = reading.document.entrypoints ?? [];
  checkUnique(tables, 'entrypoint', ['entrypoints'], reading.report);
  return tables.map((table, i) => readEntrypoint(table, ['entrypoints', i], reading));
}

function readEntrypoint(table: EntrypointTable, path: Path, reading: Reading): EntrypointDraft {
  const { report } = reading;
  checkText(table.name, 'an entrypoint', [...path, 'name'], report);
  const artifactParameters = table.artifact_params ?? [];
  checkUnique(artifactParameters, 'artifact parameter', [...path, 'artifact_params'], report);
  for (const [i, { name, output_params }] of artifactParameters.entries()) {
    const at = [...path, 'artifact_params', i];
    checkIdentifier(name, 'an artifact parameter', [...at, 'name'], report);
    checkParams(output_params, 'an output', [...at, 'output_params'], report);
  }
  return {
    name: table.name,
    description: table.description ?? '',
    ...readGraphs(table.path, [...path, 'path'], reading),
    parameters: readParameters(table.params ?? [], [...path, 'params'], report),
    artifactParameters: artifactParameters.map(({ name, output_params }) => ({
      name,
      outputs: outputs(output_params),
    })),
    plugins: [...new Set(table.plugins)],
    artifactPlugins: [...new Set(table.artifact_plugins)],
  };
}

function readGraphs(given: string, at: Path, { files, report, add }: Reading) {
  const nothing = { taskGraph: '', artifactGraph: '' };
  const fault = faultOf(given);
  const path = plainPath(given);
  const bytes = files.get(path);
  const words = { path: shown(given), fault: fault ?? '', what: 'the entrypoint' };
  if (fault || !bytes) {
    report({ code: fault ? 'import-path' : 'import-no-file', words, path: at });
    return nothing;
  }
  const text = decodeText(bytes);
  if (text === null) {
    report({ code: 'import-encoding', words, document: path });
    return nothing;
  }
  const { taskGraph, artifactGraph, issues } = splitEntrypointYaml(text, path);
  add(issues);
  return { taskGraph, artifactGraph };
}

function readParameters(
  tables: readonly ParameterTable[],
  path: Path,
  report: Reading['report'],
): EntrypointParameter[] {
  checkUnique(tables, 'parameter', path, report);
  return tables.map(({ name, type, default_value }, i) => {
    checkText(name, 'a parameter', [...path, i, 'name'], report);
    const defaultValue = default_value === undefined ? null : textOf(default_value, type);
    if (!WORDS.has(type))
      report({ code: 'import-parameter-type', words: { type }, path: [...path, i, 'type'] });
    else checkDefault(type, defaultValue, [...path, i, 'default_value'], report);
    return { name, type, defaultValue };
  });
}

function checkDefault(type: ParameterWord, text: string | null, path: Path, report: Reading['report']): void {
  const coerced = coerceParameter(type, text);
  if (!('fault' in coerced)) return;
  const { message, remedy } = coerced.fault;
  report({ code: 'import-default', words: { fault: message, remedy }, path });
}

/** Defaults are kept as the text that a person would type. */
function textOf(value: string | boolean | number | bigint, type: ParameterWord): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const whole = Number.isInteger(value) && Math.abs(value) < 1e16;
  return whole && type !== 'integer' ? value.toFixed(1) : String(value);
}
