/**
 * The editor itself; this chunk is loaded when a text is first shown. It has no undo of its own: what is typed is one line of changes with the
 * rest of the form, and the page that holds both takes Ctrl Z.
 */
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab, temporarilySetTabFocusMode } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Issue } from '#core/issues.ts';
import { completion, type Complete } from './completion.ts';
import { diagnose } from './diagnose.ts';
import { telling, type Tell } from './telling.ts';
import { look, references } from './theme.ts';

export type Language = 'yaml' | 'typescript' | 'javascript' | 'python' | 'json' | 'text';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly value: string;
  readonly language: Language;
  readonly label: string;
  /** Id of the sentence that says how to get out by keys. */
  readonly describedBy: string;
  readonly readonly: boolean;
  readonly onchange: (value: string) => void;
  readonly onplace: (offset: number) => void;
  readonly complete?: Complete;
  readonly tell?: Tell;
  readonly onmend?: (offset: number) => void;
}

/** The place of a language that comes later. */
const late = new Compartment();

/** Marks a change that came from outside and is told to nobody. */
const foreign = Annotation.define<true>();

export class Editor {
  readonly view: EditorView;
  readonly #onmend: EditorOptions['onmend'];

  constructor(options: EditorOptions) {
    this.#onmend = options.onmend;
    this.view = new EditorView({
      parent: options.parent,
      state: EditorState.create({ doc: options.value, extensions: extensionsOf(options) }),
    });
    if (options.language === 'python') void this.#colourPython();
  }

  /** Takes a text from outside, such as one that was undone: only what differs changes, and the caret goes there. */
  write(value: string) {
    const now = this.view.state.doc.toString();
    if (now === value) return;
    const changes = differenceOf(now, value);
    const caret = changes.from + changes.insert.length;
    this.view.dispatch({
      changes,
      ...(this.view.hasFocus && { selection: { anchor: caret }, scrollIntoView: true }),
      annotations: foreign.of(true),
    });
  }

  mark(issues: readonly Issue[]) {
    const { state } = this.view;
    this.view.dispatch(setDiagnostics(state, diagnose(issues, state.doc, this.#onmend)));
  }

  /** Selects a part and brings it into sight; `quietly` leaves the focus where it is. */
  go(from: number, to = from, quietly = false) {
    const { length } = this.view.state.doc;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.view.dispatch({
      selection,
      effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }),
      ...(quietly && { annotations: foreign.of(true) }),
    });
    if (!quietly) this.view.focus();
  }

  /** Few read Python here, so its grammar comes when it is asked for. */
  async #colourPython() {
    const { python } = await import('@codemirror/lang-python');
    this.view.dispatch({ effects: late.reconfigure(python()) });
  }

  nextProblem(back = false) {
    (back ? previousDiagnostic : nextDiagnostic)(this.view);
    this.view.focus();
  }
}

/** The one change that leads from one text to the other: what lies between their common beginning and their common end. */
function differenceOf(now: string, value: string) {
  const shorter = Math.min(now.length, value.length);
  let from = 0;
  while (from < shorter && now[from] === value[from]) from += 1;
  let end = 0;
  while (end < shorter - from && now.at(-1 - end) === value.at(-1 - end)) end += 1;
  return { from, to: now.length - end, insert: value.slice(from, value.length - end) };
}

function extensionsOf(options: EditorOptions): Extension[] {
  const { language, label, describedBy, readonly } = options;
  const shared = [
    lineNumbers(),
    drawSelection(),
    highlightSelectionMatches(),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy, tabindex: '0' }),
    languageOf(language),
    late.of([]),
    look,
  ];
  if (readonly) {
    return [
      ...shared,
      foldGutter(),
      EditorState.readOnly.of(true),
      keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap]),
    ];
  }
  return [
    ...shared,
    ...helpsOf(options),
    lintGutter(),
    language === 'yaml' ? references : [],
    highlightActiveLine(),
    highlightActiveLineGutter(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    keymap.of([
      // Run, Save, Undo and Redo belong to the page; Esc, then Tab leaves.
      { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
      { key: 'Escape', run: temporarilySetTabFocusMode },
      indentWithTab,
      ...closeBracketsKeymap,
      ...searchKeymap,
      ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter' && key !== 'Escape'),
    ]),
    EditorView.updateListener.of((update) => {
      const own = !update.transactions.some((transaction) => transaction.annotation(foreign));
      if (update.docChanged && own) options.onchange(update.state.doc.toString());
      if (update.selectionSet && own) options.onplace(update.state.selection.main.head);
    }),
  ];
}

/** What helps with writing; keys before those of the text itself. */
function helpsOf({ complete, tell, onmend }: EditorOptions): Extension[] {
  const mend = (view: EditorView) => {
    onmend?.(view.state.selection.main.head);
    return true;
  };
  return [
    ...(complete ? [completion(complete)] : []),
    ...(tell ? [telling(tell)] : []),
    ...(onmend ? [keymap.of([{ key: 'Mod-.', run: mend }])] : []),
  ];
}

/** What colours a text of this language. */
export function languageOf(language: Language): Extension {
  if (language === 'yaml') return yaml();
  if (language === 'text' || language === 'python') return [];
  return javascript({ typescript: language === 'typescript' });
}
