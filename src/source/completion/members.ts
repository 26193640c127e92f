/** Members of what stands before a dot. */
import type { Node } from '@babel/types';
import { libraryCompletions, type Completion } from './completion.ts';
import { describeField } from './describe.ts';
import { exportsOfFile } from './exports.ts';
import { thingOf, type Surroundings } from './what-it-is.ts';

/** What an expression has; null where the text does not tell what it is. */
export function membersOf(object: Node, around: Surroundings): readonly Completion[] | null {
  const thing = thingOf(object, around);
  if (!thing) return null;
  if (thing.kind === 'library')
    return libraryCompletions(around.library, thing.group, 0).filter(({ kind }) => kind !== 'type');
  if (thing.kind === 'file')
    return exportsOfFile(thing.source, around, 0).filter(({ kind }) => kind !== 'type');
  return thing.members.flatMap((member) => describeField(member, thing.source) ?? []);
}

/** The types of a module that is imported whole: `tf.` in the place of a type. */
export function memberTypes(left: Node, around: Surroundings): readonly Completion[] | null {
  const thing = left.type === 'Identifier' ? thingOf(left, around) : null;
  if (!thing || thing.kind === 'fields') return null;
  const all =
    thing.kind === 'library'
      ? libraryCompletions(around.library, thing.group, 0)
      : exportsOfFile(thing.source, around, 0);
  return all.filter(({ kind }) => kind === 'type' || kind === 'class');
}
