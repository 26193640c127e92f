/** Users and groups: who made a record, and whom it belongs to. */

export interface User {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
}
