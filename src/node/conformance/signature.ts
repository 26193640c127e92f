/** Records of signature analysis: Python in, tasks with types and suggestions out. */
import { plainValue } from '#core/graph/value.ts';
import { analysePython } from '#source/analysis/analyse-python.ts';
import type { Record } from './record.ts';

export function checkSignature(record: Record): string | null {
  const { readable, functions, missingTypes } = analysePython(
    'tasks.py',
    record.text('python') ?? '',
    new Map(),
  );
  if (!readable) return record.has('error') ? null : 'the text counts as no Python';
  if (record.has('error')) return 'gives tasks, not a fault';
  const found = functions.map(({ name, inputs, outputs }) => ({
    name,
    inputs: inputs.map((input) => ({ name: input.name, type: input.type, required: input.required })),
    outputs: outputs.map((output) => ({ name: output.name, type: output.type })),
    suggested_types: missingTypes
      .filter((type) => type.written !== null)
      .filter(({ name: type }) => [...inputs, ...outputs].some((parameter) => parameter.type === type))
      .map((type) => ({ suggestion: type.name, type_annotation: type.written })),
  }));
  const [given, expected] = [found, plainValue(record.node('tasks'))].map((tasks) => JSON.stringify(tasks));
  return given === expected ? null : `${given} instead of ${expected}`;
}
