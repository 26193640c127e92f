/** Where an attack that sees the class alone begins: an image that is misread for sure, however far away. */
import { random } from 'alidade/sdk';
import type { Oracle } from './oracle.ts';
import { readRight, type Subjects } from './subjects.ts';

/** An image on its way to the least change that misreads it. */
export interface Chase {
  /** Whose it is among the subjects. */
  readonly owner: number;
  readonly image: Float32Array;
  /** Misread, within 0 to 1. */
  current: Float32Array;
}

/**
 * For each image that is read right: random noise, drawn at most `tries` times until it is misread, else the first other
 * subject that is read as another class, which an attacker has as well. Every draw and every check is a query. An image for
 * which nothing is found is left out.
 */
export async function findStarts(oracle: Oracle, subjects: Subjects, tries: number): Promise<Chase[]> {
  const others = othersOf(subjects);
  const found: Chase[] = [];
  let waiting = readRight(subjects);
  for (let draw = 0; draw < tries + subjects.count && waiting.length > 0; draw++) {
    waiting = waiting.filter((owner) => draw < tries || draw - tries < others(owner).length);
    const candidates = new Float32Array(waiting.length * subjects.size);
    waiting.forEach((owner, row) => {
      const start =
        draw < tries
          ? random(`start of image ${owner}`).fillUniform(new Float32Array(subjects.size))
          : subjects.images[others(owner)[draw - tries]!]!;
      candidates.set(start, row * subjects.size);
    });
    const misread = await oracle.misread(candidates, waiting);
    waiting.forEach((owner, row) => {
      if (!misread[row]) return;
      const current = candidates.slice(row * subjects.size, (row + 1) * subjects.size);
      found.push({ owner, image: subjects.images[owner]!, current });
    });
    waiting = waiting.filter((_, row) => !misread[row]);
  }
  return found.toSorted((a, b) => a.owner - b.owner);
}

/** The subjects that are read as another class than an image's own, in their order. */
function othersOf({ clean, labels }: Subjects): (owner: number) => number[] {
  return (owner) => [...clean.keys()].filter((i) => clean[i] !== labels[owner]);
}
