/** Completion as one types: asks whoever knows the text, and puts in what is chosen, with the import that it needs. */
import {
  autocompletion,
  pickedCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** One choice; all but its label may be left out. */
export interface Offer {
  readonly label: string;
  /** What it is, such as `function`. */
  readonly kind?: string;
  /** Its signature or type. */
  readonly detail?: string;
  /** What it is, in a sentence. */
  readonly info?: string;
  /** Smaller comes first, from 0. */
  readonly rank?: number;
  /** What has to be put in elsewhere as well. */
  readonly insertion?: { readonly at: number; readonly insert: string } | null;
}

/** What fits at an offset of the text; null where nothing does. */
export type Complete = (
  text: string,
  offset: number,
) => Promise<{ readonly from: number; readonly options: readonly Offer[] } | null>;

/** Asks after a letter, a dot, or a quote, and at Ctrl Space. */
export function completing(complete: Complete): Extension {
  const ask = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
    if (!context.explicit && !/[\w$.'"/]/.test(before)) return null;
    const found = await complete(context.state.doc.toString(), context.pos);
    if (!found || context.aborted) return null;
    return { from: found.from, options: found.options.map(choiceOf), validFor: /^[\w$]*$/ };
  };
  return [autocompletion({ override: [ask], icons: false, maxRenderedOptions: 60 }), LOOK];
}

function choiceOf({ label, kind, detail, info, rank = 0, insertion }: Offer): Completion {
  return {
    label,
    boost: -rank * 20,
    ...(kind && { type: kind }),
    ...(detail && { detail }),
    ...(info && { info }),
    ...(insertion && {
      apply: (view: EditorView, choice: Completion, from: number, to: number) =>
        view.dispatch({
          changes: [
            { from: insertion.at, insert: insertion.insert },
            { from, to, insert: label },
          ],
          annotations: pickedCompletion.of(choice),
          userEvent: 'input.complete',
        }),
    }),
  };
}

const LOOK = EditorView.theme({
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14rem' },
  '.cm-completionDetail': {
    marginInlineStart: 'var(--space-2)',
    color: 'var(--ink-muted)',
    fontStyle: 'normal',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '650' },
  '.cm-tooltip.cm-completionInfo': {
    padding: 'var(--space-2) var(--space-3)',
    fontFamily: 'var(--sans)',
  },
});
