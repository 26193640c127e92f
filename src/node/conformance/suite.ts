/** Takes a file of records apart and hands each to the check of its kind; a kind without a check counts as failed. */
import type { Node } from '#core/graph/node.ts';
import { readPythonJson } from '#core/graph/python-json.ts';
import { checkCoerce, checkNameRule } from './parameters.ts';
import { Record } from './record.ts';
import { checkRun, probeTasks } from './run.ts';
import { checkSearchLike, checkSearchParse } from './search.ts';
import { checkSignature } from './signature.ts';
import {
  checkInferType,
  checkTypeConstruct,
  checkTypeEquality,
  checkTypeRegistry,
  checkTypesCompatible,
} from './types.ts';
import { checkValidation } from './validation.ts';
import { checkYamlDocument, checkYamlScalar } from './yaml.ts';

export interface Outcome {
  readonly kind: string;
  readonly name: string;
  /** What differs, or null where the record passes. */
  readonly mismatch: string | null;
}

/** What all records of a file share: the tasks that some of them name by a word. */
export interface Fixtures {
  readonly probeTasks: Node | null;
}

type Check = (record: Record, fixtures: Fixtures) => string | null;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['validation', checkValidation],
  ['types_compatible', checkTypesCompatible],
  ['type_eq', checkTypeEquality],
  ['infer_type', checkInferType],
  ['type_registry', checkTypeRegistry],
  ['type_construct', checkTypeConstruct],
  ['run', checkRun],
  ['yaml_scalar', checkYamlScalar],
  ['yaml_document', checkYamlDocument],
  ['coerce', checkCoerce],
  ['name_rule', checkNameRule],
  ['search_parse', checkSearchParse],
  ['search_like', checkSearchLike],
  ['signature', checkSignature],
]);

/** Runs all records of a file's text, or those of one kind. Records without a kind describe validations. */
export function runRecords(text: string, only?: string): Outcome[] {
  const file = readPythonJson(text);
  if (file?.kind !== 'list')
    return [{ kind: 'file', name: 'format', mismatch: 'is no JSON array of records' }];
  const records = file.items.map((node, index) => new Record(node, index));
  const fixtures = { probeTasks: probeTasks(records) };
  return records
    .filter(({ kind }) => kind !== 'probe_tasks' && (only === undefined || kind === only))
    .map((record) => ({ kind: record.kind, name: record.name, mismatch: runRecord(record, fixtures) }));
}

function runRecord(record: Record, fixtures: Fixtures): string | null {
  const check = CHECKS.get(record.kind);
  if (!check) return `the kind ${record.kind} is not implemented`;
  try {
    return check(record, fixtures);
  } catch (error) {
    return `threw ${String(error)}`;
  }
}
