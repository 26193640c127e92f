/** What can be wrong with a text before anything is known of its meaning: it is not YAML 1.1. */
import { kind, warning, type IssueKind } from '#core/issue-kind.ts';

/** All of type SYNTAX. */
export const TEXT_ISSUES = {
  'yaml-indentation': kind(
    'SYNTAX',
    '{detail}.',
    'Indent lines that belong together by the same number of spaces.',
  ),
  'yaml-tab': kind('SYNTAX', 'A tab stands where only spaces may.', 'Replace the tab by spaces.'),
  'yaml-nesting': kind(
    'SYNTAX',
    '{detail}.',
    'Put the inner part on lines of its own, indented, or put it in quotes if it is text.',
  ),
  'yaml-missing': kind('SYNTAX', '{detail}.', 'Add what is missing, or put the text in quotes.'),
  'yaml-quote': kind(
    'SYNTAX',
    'A text in quotes is not closed.',
    'Close the quote; if the text goes on for several lines, indent them deeper than the key.',
  ),
  'yaml-bracket': kind(
    'SYNTAX',
    'There is no "{bracket}" where one is needed.',
    'Close the bracket; if it goes on for several lines, indent them deeper than the key.',
  ),
  'yaml-escape': kind(
    'SYNTAX',
    '{detail}.',
    'Use single quotes for text with backslashes, or double each backslash.',
  ),
  'yaml-quotes-needed': kind('SYNTAX', '{detail}.', 'Put the text in quotes.'),
  'yaml-anchor': kind('SYNTAX', '{detail}.', 'Set each anchor once, before the aliases that repeat it.'),
  'yaml-tag': kind(
    'SYNTAX',
    '{detail}.',
    'Leave the tag out, or use one of the standard ones, such as !!str.',
  ),
  'yaml-unexpected': kind(
    'SYNTAX',
    '{detail}.',
    'Check brackets, commas, colons and quotes here and on the line before.',
  ),
  'yaml-second-document': kind(
    'SYNTAX',
    'A second document begins here.',
    'Remove the line of dashes, or keep the documents apart.',
  ),
  'yaml-character': kind(
    'SYNTAX',
    'The character {code} is not allowed in YAML.',
    'Remove it, or write it as an escape inside double quotes.',
  ),
  'yaml-key-kind': kind(
    'SYNTAX',
    'A {kind} cannot be a key.',
    'Use a text, number, boolean or null as the key.',
  ),
  'yaml-merge': kind(
    'SYNTAX',
    'Only a mapping, or a list of mappings, can be merged in.',
    'Let "<<" name a mapping, such as *base.',
  ),
  'yaml-malformed': kind(
    'SYNTAX',
    '"{text}" looks like a number, a date or bytes but is none.',
    'Put it in quotes if it is text, or correct it.',
  ),
  'yaml-reserved': kind(
    'SYNTAX',
    '"{text}" has a meaning of its own in YAML.',
    'Put it in quotes if it is text.',
  ),
  'yaml-too-deep': kind(
    'SYNTAX',
    'The nesting is too deep to be read.',
    'Use fewer levels of brackets or indentation.',
  ),
  'yaml-too-many-aliases': kind(
    'SYNTAX',
    'The aliases unfold to more values than can be held.',
    'Repeat fewer anchors inside one another.',
  ),
  'yaml-duplicate-key': warning(
    'SYNTAX',
    'The key "{key}" is given twice; the last one counts.',
    'Remove or rename one of them.',
  ),
} as const satisfies Record<string, IssueKind>;
