/** Which data sets a plugin's tasks may ask for, as its `datasets.json` says, and which of them one job needs. */
import type { Expression, Plan } from '#core/graph/plan-types.ts';
import type { PluginContent } from '#core/resources/content.ts';

/** Names in the index of data sets that the app carries. */
export interface DataNames {
  /** Handed to every job of the plugin. */
  readonly always: readonly string[];
  /** Handed to a job whose graph or values hold the name as a text. */
  readonly when_named: readonly string[];
}

/**
 * What `datasets.json` says: `["mnist"]`, which is always, or `{"always": ["mnist"], "when_named": ["fast-at"]}`, either of
 * which may be left out. No such file is none. Null where it says anything else.
 */
export function readDataNames({ files }: Pick<PluginContent, 'files'>): DataNames | null {
  const file = files.find(({ filename }) => filename === 'datasets.json');
  if (!file) return { always: [], when_named: [] };
  const said = parse(file.contents);
  if (isNames(said)) return { always: said, when_named: [] };
  if (typeof said !== 'object' || said === null) return null;
  const { always = [], when_named = [], ...rest } = said as Partial<DataNames>;
  const whole = isNames(always) && isNames(when_named) && Object.keys(rest).length === 0;
  return whole ? { always, when_named } : null;
}

/** Those that a job of this plan needs: all that are always handed, and those that its arguments or values name. */
export function chooseData(
  names: readonly DataNames[],
  plan: Pick<Plan, 'steps' | 'artifacts'>,
  values: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const texts = new Set<string>();
  collect(Object.values(values), texts);
  for (const { args, kwargs } of plan.steps)
    for (const argument of [...args, ...Object.values(kwargs)]) collectWritten(argument, texts);
  const named = names.flatMap(({ when_named }) => when_named.filter((name) => texts.has(name)));
  return new Set([...names.flatMap(({ always }) => always), ...named]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

/** The texts that stand written in an argument. */
function collectWritten(argument: Expression, texts: Set<string>): void {
  if (argument.kind === 'literal') collect(argument.value, texts);
  else if (argument.kind === 'list') argument.items.forEach((item) => collectWritten(item, texts));
  else if (argument.kind === 'map') argument.entries.forEach(([, item]) => collectWritten(item, texts));
}

/** The texts in a value, however deep; keys of maps are none. */
function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (value instanceof Map) [...value.values()].forEach((item) => collect(item, texts));
  else if (Array.isArray(value)) value.forEach((item) => collect(item, texts));
  else if (typeof value === 'object' && value !== null) collect(Object.values(value), texts);
}
