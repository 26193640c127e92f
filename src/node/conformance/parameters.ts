/** Records of parameter values and of names. */
import { coerceToNode } from '#core/graph/coerce.ts';
import { isFilename, isName } from '#core/resources/names.ts';
import type { ParameterWord } from '#core/resources/content.ts';
import { canonical, type Record } from './record.ts';

export function checkCoerce(record: Record): string | null {
  const coerced = coerceToNode(record.text('param_type') as ParameterWord, record.text('text'));
  if ('fault' in coerced) return record.has('error') ? null : `fault: ${coerced.fault.message}`;
  if (record.has('error')) return `gives ${canonical(coerced.node)}, not a fault`;
  const [found, expected] = [canonical(coerced.node), canonical(record.node('value'))];
  return found === expected ? null : `${found} instead of ${expected}`;
}

const NAME_RULES: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ...['plugin', 'task', 'task_parameter', 'metric', 'artifact_parameter'].map(
    (rule) => [rule, isName] as const,
  ),
  ['plugin_filename', (text: string) => isFilename(text, ['py'])],
]);

/** A rule may stand for several kinds of names, with bars between. */
export function checkNameRule(record: Record): string | null {
  const text = record.text('text') ?? '';
  const wrong = (record.text('rule') ?? '')
    .split('|')
    .filter((rule) => NAME_RULES.get(rule)?.(text) !== record.flag('ok'));
  return wrong.length === 0 ? null : `${JSON.stringify(text)} is wrongly judged as ${wrong.join(', ')}`;
}
