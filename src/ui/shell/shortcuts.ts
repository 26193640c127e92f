/** The keys of the shell: what each does, and how a key press becomes one of them. */
import { PLACES } from './places.ts';

export interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
}

export const SHORTCUTS: readonly { readonly where: string; readonly keys: readonly Shortcut[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      { keys: ['Ctrl', 'K'], does: 'Go to anything' },
      { keys: ['?'], does: 'Show these shortcuts' },
      ...PLACES.map((place) => ({ keys: ['g', place.key], does: place.name })),
    ],
  },
  {
    where: 'Entrypoint',
    keys: [
      { keys: ['Ctrl', 'S'], does: 'Save a snapshot' },
      { keys: ['Ctrl', 'Enter'], does: 'Run' },
      { keys: ['F8'], does: 'Next problem' },
      { keys: ['Ctrl', '.'], does: 'Ways to mend the problem' },
      { keys: ['Ctrl', 'Space'], does: 'What could be written here' },
      { keys: ['Ctrl', 'I'], does: 'What stands at the caret' },
      { keys: ['Esc', 'Tab'], does: 'Leave the editor' },
    ],
  },
  {
    where: 'Graph',
    keys: [
      { keys: ['←', '→', '↑', '↓'], does: 'Follow the edges' },
      { keys: ['Enter'], does: 'Select the step' },
      { keys: ['Shift', 'Enter'], does: 'Select it beside the others' },
      { keys: ['Ctrl', 'A'], does: 'Select all steps' },
      { keys: ['n'], does: 'Add a step' },
      { keys: ['c'], does: 'Join it to another step' },
      { keys: ['F2'], does: 'Rename the step' },
      { keys: ['Ctrl', 'C'], does: 'Copy what is selected, as text' },
      { keys: ['Ctrl', 'V'], does: 'Paste steps behind this one' },
      { keys: ['Ctrl', 'D'], does: 'Duplicate what is selected' },
      { keys: ['Del'], does: 'Delete what is selected' },
      { keys: ['Ctrl', '.'], does: 'Ways to mend the step' },
      { keys: ['+', '−', '0'], does: 'Zoom in, out, to life size' },
      { keys: ['.'], does: 'Fit the graph' },
      { keys: ['Esc'], does: 'Leave the graph' },
    ],
  },
  {
    where: 'List',
    keys: [
      { keys: ['j', 'k'], does: 'Next, previous row' },
      { keys: ['Enter'], does: 'Open the row' },
      { keys: ['x'], does: 'Select the row' },
      { keys: ['Shift', 'j'], does: 'Select on the way' },
      { keys: ['*'], does: 'Select all that is found, or nothing' },
      { keys: ['Esc'], does: 'Select nothing' },
      { keys: ['/'], does: 'Search' },
    ],
  },
];

export type ShellKey =
  | { readonly does: 'palette' }
  | { readonly does: 'shortcuts' }
  | { readonly does: 'go'; readonly path: string };

/** True where a letter is text and no command. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Reads key presses one by one; `g` waits a second for its letter. Single letters can be switched off. */
export class KeyReader {
  #went = 0;

  read(event: KeyboardEvent, letters: boolean): ShellKey | null {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      return { does: 'palette' };
    }
    if (!letters || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
    if (event.key === '?') return { does: 'shortcuts' };
    const follows = event.timeStamp - this.#went < 1000;
    this.#went = event.key === 'g' ? event.timeStamp : 0;
    const place = follows ? PLACES.find(({ key }) => key === event.key) : undefined;
    return place ? { does: 'go', path: place.path } : null;
  }
}
