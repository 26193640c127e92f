/** What the keys change in a drawing. */
import type { GraphEditing } from './editing.ts';
import type { Joining } from './joining.svelte.ts';

/** Where the drawing stands when a key is pressed. */
export interface Standing {
  /** The step that keys have reached. */
  readonly step: string | null;
  /** All that are chosen together; just that step where no more are. */
  readonly group: readonly string[];
  readonly joining: Joining;
}

/** Whether the key was one of those; the others look, move and choose. */
export function editByKey(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  editing: GraphEditing,
  { step, group, joining }: Standing,
): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) return editByCommand(key.toLowerCase(), editing, step, group);
  if (key === 'n') editing.add(step);
  else if (step === null) return false;
  else if (joining.from !== null && key === 'Enter') {
    const { from } = joining;
    joining.leave();
    if (from !== step) editing.connect(from, step);
  } else if (joining.from !== null && key === 'Escape') joining.leave();
  else if (key === 'c') joining.begin(step);
  else if (key === 'd') editing.duplicate(group);
  else if (key === 'F2') editing.rename(step);
  else if (key === 'Delete' || key === 'Backspace') editing.remove(group);
  else return false;
  return true;
}

/** Copy, cut and paste come as events of their own, with the clipboard. */
function editByCommand(
  key: string,
  editing: GraphEditing,
  step: string | null,
  group: readonly string[],
): boolean {
  if (step === null || (key !== 'd' && key !== '.')) return false;
  if (key === 'd') editing.duplicate(group);
  else editing.mend(step);
  return true;
}
