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
  '.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem var(--space-3)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
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
