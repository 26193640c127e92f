/** Tags: words with a colour that people put on records of any kind. They are not content: no snapshot knows them. */

export interface Tag {
  readonly id: string;
  /** Unique in its group, whatever its case. */
  readonly name: string;
  /** One of TAG_COLOURS. */
  readonly colour: TagColour;
  readonly group: string;
}

/** Names of colours of the palette, so that each theme shows its own shade. */
export const TAG_COLOURS = [
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
] as const;

export type TagColour = (typeof TAG_COLOURS)[number];
