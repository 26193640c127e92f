/** Users and groups. Without a server there is one local user; every record says its owner and group all the same, so that a server can hold to them. */
import type { TagColour } from './tag.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly colour: TagColour;
}

export interface Group {
  readonly id: string;
  readonly name: string;
}
