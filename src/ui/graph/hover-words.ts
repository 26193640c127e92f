/** What stands at a place of a graph's text, in words. */
import type { Hover, Shown, ShownType } from '#core/graph/assist/hover.ts';
import type { Telling } from '#ui/editor/telling.ts';

/** What the author of a task says of it and of its inputs. */
export interface TaskDocs {
  readonly description: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export function tellHover({ from, to, shown }: Hover, doc: TaskDocs | null): Telling {
  return { from, to, ...sayShown(shown, doc) };
}

type Said = Pick<Telling, 'title' | 'code' | 'lines'>;

function sayShown(shown: Shown, doc: TaskDocs | null): Said {
  switch (shown.kind) {
    case 'task':
    case 'artifact task':
      return sayTask(shown, doc);
    case 'step':
      return {
        title: `Step ${shown.name}`,
        code: `${shown.task ?? 'no task yet'}${shown.signature ?? ''}`,
        lines: linesOf(doc?.description),
      };
    case 'input': {
      const title = `Input ${shown.name} of ${shown.task}${shown.required ? '' : ', optional'}`;
      return { title, code: sayType(shown.type), lines: linesOf(doc?.inputs[shown.name]) };
    }
    case 'parameter': {
      const { defaultValue } = shown;
      const lines = [defaultValue === null ? 'A job must give it.' : `Default: ${defaultValue || '(empty)'}`];
      return { title: `Parameter ${shown.name}`, code: sayType(shown.type), lines };
    }
    case 'output':
      return {
        title: `Output ${shown.output} of step ${shown.step}`,
        code: sayType(shown.type),
        lines: [`Its task is ${shown.task}.`],
      };
    case 'artifact parameter':
      return {
        title: `${shown.output} of artifact parameter ${shown.name}`,
        code: sayType(shown.type),
        lines: [],
      };
    case 'nothing':
      return { title: `${shown.text} leads nowhere yet`, code: '', lines: [WHY[shown.reason]] };
  }
}

function sayTask(shown: Extract<Shown, { kind: 'task' | 'artifact task' }>, doc: TaskDocs | null): Said {
  const { kind, name, signature, task } = shown;
  if (!task) return { title: name, code: '', lines: ['No plugin that is pinned has this task.'] };
  const inputs = Object.entries(doc?.inputs ?? {}).filter(([, text]) => text !== '');
  return {
    title: `${kind === 'task' ? 'Task' : 'Artifact task'} ${name} of ${task.plugin}`,
    code: kind === 'task' ? `${name}${signature ?? ''}` : (signature ?? ''),
    lines: [...linesOf(doc?.description), ...inputs.map(([input, text]) => `${input}: ${text}`)],
  };
}

function sayType({ name, detail }: ShownType): string {
  return detail || name;
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\n{2,}/).filter((line) => line.trim() !== '');
}

const WHY: Readonly<Record<Extract<Shown, { kind: 'nothing' }>['reason'], string>> = {
  'unknown-reference': 'Nothing is called that.',
  'output-needed': 'It has several outputs: name one of them.',
  'unknown-output': 'It has no output of that name.',
  'parameter-output': 'A parameter has no outputs.',
  'no-output': 'Its task gives nothing back.',
  unsure: 'The task of that step is not known yet.',
};
