/** What an issue speaks of, read back from its sentences by the catalogue that they were made from. */
import { ISSUE_KINDS, type Issue, type IssueCode } from '#core/issues.ts';

/** The words that fill the slots of the message and of the remedy; empty for a code that the catalogue does not have. */
export function readSlots({ code, message, remedy }: Issue): Readonly<Record<string, string>> {
  if (!Object.hasOwn(ISSUE_KINDS, code)) return {};
  const kind = ISSUE_KINDS[code as IssueCode];
  return { ...readSentence(kind.remedy, remedy), ...readSentence(kind.message, message) };
}

/** A slot that comes again must be filled with the same. */
function readSentence(form: string, sentence: string): Readonly<Record<string, string>> {
  const seen = new Set<string>();
  const pattern = form.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    if (seen.has(part)) return String.raw`\k<${part}>`;
    seen.add(part);
    return `(?<${part}>.*)`;
  });
  return { ...new RegExp(`^${pattern.join('')}$`, 's').exec(sentence)?.groups };
}
