/** Two texts and what differs between them, in the editor's look; this chunk is loaded when texts are first compared. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { languageOf, type Language } from './setup.ts';
import { look } from './theme.ts';

export interface TextDiffOptions {
  readonly parent: HTMLElement;
  readonly before: string;
  readonly after: string;
  readonly captions: { readonly before: string; readonly after: string };
  readonly label: string;
  readonly language: Language;
  /** Side by side; else one below the other in one text. */
  readonly wide: boolean;
  /** Shows what is the same as well, however long. */
  readonly whole: boolean;
}

/** Draws the difference; gives back what takes it away. */
export function showDiff(options: TextDiffOptions): () => void {
  const { parent, before, after, captions, label, wide, whole } = options;
  const collapse = whole ? {} : { collapseUnchanged: { margin: 3, minSize: 6 } };
  const config = {
    gutter: false,
    highlightChanges: true,
    diffConfig: { scanLimit: 2000, timeout: 400 },
    ...collapse,
  };
  const extensions = (side: string) => [...sharedExtensions(options), named(`${label}, ${side}`)];
  if (wide) {
    const view = new MergeView({
      parent,
      a: { doc: before, extensions: extensions(captions.before) },
      b: { doc: after, extensions: extensions(captions.after) },
      ...config,
    });
    return () => view.destroy();
  }
  const unified = unifiedMergeView({ original: before, mergeControls: false, ...config });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: after,
      extensions: [...extensions(`${captions.before} and ${captions.after}`), unified],
    }),
  });
  return () => view.destroy();
}

function sharedExtensions({ language }: TextDiffOptions): Extension[] {
  return [
    lineNumbers(),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.lineWrapping,
    languageOf(language),
    DIFFERENCE,
    look,
  ];
}

function named(label: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' });
}

const SIGN = {
  position: 'absolute',
  insetInlineStart: '0.15rem',
  fontWeight: '700',
};

/** What went and what came: a ground, a sign at the line's edge, and a rule below the very words. */
const DIFFERENCE = EditorView.theme({
  '&': { height: 'auto' },
  '.cm-content': { padding: 'var(--space-1) 0' },
  '.cm-line': { position: 'relative', paddingInlineStart: '1.1rem' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--attention-wash)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--success-wash)' },
  '&.cm-merge-a .cm-changedText, & .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    boxShadow: 'inset 0 -2px var(--attention)',
  },
  '&.cm-merge-b .cm-changedText': { background: 'none', boxShadow: 'inset 0 -2px var(--success)' },
  '&.cm-merge-a .cm-changedLine::before, .cm-deletedChunk .cm-deletedLine::before': {
    ...SIGN,
    content: '"−"',
    color: 'var(--attention-text)',
  },
  '&.cm-merge-b .cm-changedLine::before': { ...SIGN, content: '"+"', color: 'var(--success-text)' },
  '.cm-deletedChunk': { position: 'relative', paddingInlineStart: '0' },
  '.cm-deletedChunk .cm-deletedLine': {
    position: 'relative',
    display: 'block',
    padding: '0 var(--space-3) 0 1.1rem',
  },
  '.cm-insertedLine, .cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-mergeSpacer': { backgroundColor: 'var(--paper-sunk)' },
  '.cm-collapsedLines': {
    padding: 'var(--space-1) var(--space-3)',
    background: 'var(--paper-sunk) !important',
    color: 'var(--ink-muted) !important',
    fontFamily: 'var(--sans)',
    fontSize: 'var(--text-12)',
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"" !important' },
});
