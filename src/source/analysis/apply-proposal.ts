/** Takes a difference between text and registration into the registration, one at a time. */
import type { Change, Proposal } from '#core/plugin/comparison.ts';
import type { ArtifactTask, FunctionTask, PluginFile, TaskInput } from '#core/resources/content.ts';

/** The file with the change made; the same file where the task is no longer there. The text is never touched. */
export function applyProposal(file: PluginFile, { kind, task, change }: Proposal): PluginFile {
  if (kind === 'artifact')
    return { ...file, artifacts: applyTo(file.artifacts, task, change, toArtifact, setOutputs) };
  return { ...file, functions: applyTo(file.functions, task, change, toFunction, changeFunction) };
}

/** The parameter types that a change brings into the registration: those that do not exist have to be made with it. */
export function typesOfChange(change: Change): readonly string[] {
  switch (change.what) {
    case 'task-added': {
      const { inputs, outputs } = toFunction(change.task);
      return [...inputs, ...outputs].map(({ type }) => type);
    }
    case 'input-added':
      return [change.input.type];
    case 'input-type':
      return [change.to];
    case 'outputs':
      return change.to.map(({ type }) => type);
    default:
      return [];
  }
}

function applyTo<Task extends { readonly name: string }>(
  tasks: readonly Task[],
  name: string,
  change: Change,
  make: (task: FunctionTask | ArtifactTask) => Task,
  edit: (task: Task, change: Change) => Task,
): readonly Task[] {
  if (change.what === 'task-removed') return tasks.filter((task) => task.name !== name);
  if (change.what !== 'task-added')
    return tasks.map((task) => (task.name === name ? edit(task, change) : task));
  return [...tasks.filter((task) => task.name !== name), make(change.task)];
}

function toFunction(task: FunctionTask | ArtifactTask): FunctionTask {
  return { inputs: [], ...task };
}

function toArtifact({ name, outputs }: FunctionTask | ArtifactTask): ArtifactTask {
  return { name, outputs };
}

function setOutputs<Task extends ArtifactTask>(task: Task, change: Change): Task {
  return change.what === 'outputs' ? { ...task, outputs: change.to } : task;
}

function changeFunction(task: FunctionTask, change: Change): FunctionTask {
  const set = (name: string, part: Partial<TaskInput>) =>
    task.inputs.map((input) => (input.name === name ? { ...input, ...part } : input));
  switch (change.what) {
    case 'input-added': {
      const others = task.inputs.filter(({ name }) => name !== change.input.name);
      return { ...task, inputs: others.toSpliced(change.index, 0, change.input) };
    }
    case 'input-removed':
      return { ...task, inputs: task.inputs.filter(({ name }) => name !== change.input) };
    case 'input-order':
      return { ...task, inputs: reorder(task.inputs, change.to) };
    case 'input-type':
      return { ...task, inputs: set(change.input, { type: change.to }) };
    case 'input-required':
      return { ...task, inputs: set(change.input, { required: change.to }) };
    default:
      return setOutputs(task, change);
  }
}

/** Those that are named come in that order, in the places that they have now. */
function reorder(inputs: readonly TaskInput[], order: readonly string[]): readonly TaskInput[] {
  const named = order.flatMap((name) => inputs.filter((input) => input.name === name));
  const next = named.values();
  return inputs.map((input) => (order.includes(input.name) ? (next.next().value ?? input) : input));
}
