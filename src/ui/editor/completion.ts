/** Completion in an editor: what is asked of whoever holds the text, and how CodeMirror shows what comes back. */
import {
  acceptCompletion,
  autocompletion,
  startCompletion,
  type Completion as Option,
  type CompletionSource,
} from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';
import type { Change } from '#core/graph/edit/change.ts';

/** Something that could be written, with what it takes the place of; offsets in UTF-16 units of the text that was asked about. */
export interface Suggestion {
  readonly label: string;
  /** What it is, in a word. */
  readonly kind: string;
  /** A type or a signature; empty where there is nothing to say. */
  readonly detail: string;
  /** Sentences about it, fetched when it is chosen in the list. */
  readonly info?: string | (() => Promise<string>);
  /** False for what is of another type than is wanted here. */
  readonly fits?: boolean | null;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** Changes elsewhere in the text that go with it, such as an import. */
  readonly also?: readonly Change[];
}

/** Best first; all replace the same part of the text. */
export type Complete = (text: string, offset: number) => Promise<readonly Suggestion[]>;

/** As many are shown; typing narrows them. */
const MOST = 200;

export function completion(complete: Complete): Extension {
  /** Whether it was asked for by the key since the last question went out. */
  const asked = { again: false };
  return [
    // Before the library's own binding, which is of the same precedence.
    Prec.highest(
      keymap.of([{ key: 'Ctrl-Space', run: (view) => ((asked.again = true), startCompletion(view)) }]),
    ),
    autocompletion({
      override: [sourceOf(complete, asked)],
      icons: false,
      optionClass: (option) => ((option as Offered).suggestion.fits === false ? 'cm-unfit' : ''),
      addToOptions: [{ position: 90, render: (option) => showKind((option as Offered).suggestion.kind) }],
    }),
    Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
  ];
}

interface Offered extends Option {
  readonly suggestion: Suggestion;
}

function showKind(kind: string): Node {
  const node = document.createElement('span');
  node.className = 'cm-completionKind';
  node.textContent = kind;
  return node;
}

/** After these there is something to choose from before a letter is typed. */
const BEGINS = /[.'"/]$/;

/** While typing only once a letter stands there or one of these, and not where all of it does; Ctrl Space always asks. */
function sourceOf(complete: Complete, asked: { again: boolean }): CompletionSource {
  return async (context) => {
    asked.again = false;
    const text = context.state.doc.toString();
    const found = await complete(text, context.pos);
    const [first] = found;
    // An answer that comes late must not be "none": the editor would not ask again until the next key.
    const late = asked.again || context.view?.state.doc !== context.state.doc;
    const none = late ? { from: context.pos, options: [] } : null;
    if (!first || context.aborted) return none;
    const { from, to } = first;
    const typed = text.slice(from, context.pos);
    const isWhole = found.some(({ insert }) => insert === text.slice(from, to));
    const begun = typed.trim() !== '' || BEGINS.test(text.slice(Math.max(0, from - 1), from));
    if (!context.explicit && (!begun || isWhole)) return none;
    const options = found.slice(0, MOST).map((suggestion) => optionOf(suggestion));
    return { from, to, filter: false, options, getMatch: ({ label }) => matchOf(label, typed) };
  };
}

function optionOf(suggestion: Suggestion): Offered {
  const { label, detail, info } = suggestion;
  return {
    label,
    suggestion,
    ...(detail && { detail }),
    ...(info && { info: () => showInfo(info) }),
    apply: (view, _option, from, to) => write(view, suggestion, from, to),
  };
}

async function showInfo(info: string | (() => Promise<string>)): Promise<Node | null> {
  const text = typeof info === 'string' ? info : await info();
  if (text === '') return null;
  const node = document.createElement('div');
  node.textContent = text;
  return node;
}

/** Where the letters that were typed stand in a label. */
function matchOf(label: string, typed: string): readonly number[] {
  const letters = typed.replace(/^["'$]+/, '').toLowerCase();
  const at = letters === '' ? -1 : label.toLowerCase().indexOf(letters);
  return at < 0 ? [] : [at, at + letters.length];
}

/** What ends in a gap is a name that wants its value: that is asked for at once. */
function write(view: EditorView, { insert, also = [] }: Suggestion, from: number, to: number) {
  const changes = view.state.changes([{ from, to, insert }, ...also]);
  const anchor = changes.mapPos(from, -1) + insert.length;
  view.dispatch({ changes, selection: { anchor }, userEvent: 'input.complete', scrollIntoView: true });
  if (insert.endsWith(' ')) startCompletion(view);
}
