/** What is told of a place in a text: under the pointer after a moment, at the caret by a key; typing or Esc puts it away. */
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';

/** What stands at a place, in words. */
export interface Telling {
  /** The part of the text that it is about, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** What it is, in a few words. */
  readonly title: string;
  /** A signature or a type; empty where there is none. */
  readonly code: string;
  /** Sentences, a paragraph each. */
  readonly lines: readonly string[];
}

/** Null where nothing is to be told. */
export type Tell = (text: string, offset: number) => Promise<Telling | null>;

/** Milliseconds under a resting pointer. */
const REST = 400;

const put = StateEffect.define<Tooltip | null>();

/** The one that was asked for by a key. */
const asked = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(put)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

export function telling(tell: Tell): Extension {
  return [
    asked,
    hoverTooltip(async (view, at) => tooltipOf(await tell(view.state.doc.toString(), at)), {
      hoverTime: REST,
    }),
    keymap.of([
      { key: 'Mod-i', run: (view) => tellAt(view, tell) },
      { key: 'Escape', run: putAway },
    ]),
  ];
}

function tellAt(view: EditorView, tell: Tell): boolean {
  const { doc, selection } = view.state;
  void tell(doc.toString(), selection.main.head).then((told) => {
    if (view.state.doc === doc)
      view.dispatch({ effects: put.of(tooltipOf(told ?? nothing(selection.main.head))) });
  });
  return true;
}

function nothing(at: number): Telling {
  return { from: at, to: at, title: 'Nothing is known of this place.', code: '', lines: [] };
}

function putAway(view: EditorView): boolean {
  if (!view.state.field(asked)) return false;
  view.dispatch({ effects: put.of(null) });
  return true;
}

function tooltipOf(told: Telling | null): Tooltip | null {
  return (
    told && {
      pos: told.from,
      end: told.to,
      above: true,
      create: () => ({ dom: draw(told) }),
    }
  );
}

/** A region that is read out when it appears. */
function draw({ title, code, lines }: Telling): HTMLElement {
  const node = document.createElement('div');
  node.className = 'cm-telling';
  node.setAttribute('role', 'status');
  const add = (tag: string, text: string) => {
    const part = document.createElement(tag);
    part.textContent = text;
    node.append(part);
  };
  add('b', title);
  if (code) add('code', code);
  for (const line of lines) add('p', line);
  return node;
}
