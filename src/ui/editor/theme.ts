/** The editor in ink: neutrals carry the syntax, the accent what refers to something else. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import {
  Decoration,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

const INK = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--ink-muted)', fontStyle: 'italic' },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--ink)', fontWeight: '600' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--accent)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--accent-strong)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ink-soft)' },
  { tag: [tags.typeName, tags.className], color: 'var(--ink-soft)', fontStyle: 'italic' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))],
    fontWeight: '600',
  },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.operator], color: 'var(--ink-muted)' },
  { tag: tags.invalid, color: 'var(--attention-text)' },
]);

const LOOK = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ink)', fontSize: 'var(--text-13)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: 'var(--space-3) 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 var(--space-3) 0 var(--space-2)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklab, var(--accent) 20%, transparent)',
  },
  '.cm-gutters': { border: '0', backgroundColor: 'transparent', color: 'var(--ink-muted)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.2em', padding: '0 var(--space-1) 0 var(--space-2)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: 'color-mix(in oklab, var(--paper-hover) 55%, transparent)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-wash)' },
  '.cm-reference': { color: 'var(--accent)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--attention) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline dotted var(--attention) 2px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--attention)' },
  '.cm-gutter-lint': { width: '1rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.28em 0 0 2px' },
  '.cm-lint-marker': { width: '0.75em', height: '0.75em' },
  '.cm-lint-marker-error': { content: 'none', borderRadius: '50%', background: 'var(--attention)' },
  '.cm-lint-marker-warning': { content: 'none', borderRadius: '50%', border: '2px solid var(--attention)' },
  '.cm-tooltip': {
    maxWidth: 'min(32rem, 90vw)',
    border: '0',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--paper-raised)',
    color: 'var(--ink)',
    boxShadow: 'var(--shadow-float)',
    overflow: 'hidden',
  },
  '.cm-diagnostic': { padding: 'var(--space-2) var(--space-3)', border: '0', fontFamily: 'var(--sans)' },
  '.cm-diagnostic b': { display: 'block' },
  '.cm-diagnostic span': { color: 'var(--ink-muted)' },
  '.cm-panels': { backgroundColor: 'var(--paper-sunk)', color: 'var(--ink)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--rule)' },
  '.cm-panel.cm-search': { padding: 'var(--space-2)', fontFamily: 'var(--sans)' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button': { minHeight: '1.75rem', width: 'auto' },
  '.cm-searchMatch': { backgroundColor: 'var(--accent-wash)', outline: '1px solid var(--accent)' },
  '.cm-diagnosticAction': {
    display: 'block',
    minHeight: 'var(--target)',
    margin: 'var(--space-1) 0 0',
    padding: '0 var(--space-2)',
    borderRadius: 'var(--radius-small)',
    background: 'var(--accent-wash)',
    color: 'var(--accent-strong)',
  },
  '.cm-telling': { padding: 'var(--space-2) var(--space-3)', fontFamily: 'var(--sans)' },
  '.cm-telling b': { display: 'block' },
  '.cm-telling code': { display: 'block', color: 'var(--ink-soft)', overflowWrap: 'anywhere' },
  '.cm-telling p': { maxWidth: '60ch', marginTop: 'var(--space-1)', color: 'var(--ink-muted)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxWidth: 'min(34rem, 92vw)',
    maxHeight: '16rem',
    fontFamily: 'var(--mono)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'baseline',
    gap: 'var(--space-3)',
    minHeight: 'var(--target)',
    padding: '0.2rem var(--space-3)',
    lineHeight: '1.4',
  },
  '.cm-completionLabel': { flex: 'none', maxWidth: '70%', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { color: 'var(--accent)', textDecoration: 'none' },
  '.cm-completionDetail': {
    flex: '1 1 auto',
    minWidth: '0',
    margin: '0',
    overflow: 'hidden',
    color: 'var(--ink-muted)',
    fontSize: 'var(--text-12)',
    fontStyle: 'normal',
    textAlign: 'end',
    textOverflow: 'ellipsis',
  },
  '.cm-completionKind': {
    flex: 'none',
    order: '3',
    marginInlineStart: 'auto',
    color: 'var(--ink-muted)',
    fontFamily: 'var(--sans)',
    fontSize: 'var(--text-12)',
  },
  '.cm-unfit .cm-completionLabel': { color: 'var(--ink-muted)' },
  '.cm-tooltip.cm-completionInfo': {
    maxWidth: 'min(24rem, 80vw)',
    padding: 'var(--space-2) var(--space-3)',
    fontFamily: 'var(--sans)',
    whiteSpace: 'pre-line',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent-wash)',
    color: 'var(--ink)',
  },
});

/** `$step.output` and `$parameter` stand out: they tie the text together. */
const finder = new MatchDecorator({
  regexp: /(?<![\w$])\$[A-Za-z_]\w*(\.\w+)?/g,
  decoration: Decoration.mark({ class: 'cm-reference' }),
});
export const references = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = finder.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = finder.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const look = [LOOK, syntaxHighlighting(INK)];
