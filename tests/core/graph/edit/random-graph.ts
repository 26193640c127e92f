// Random task graphs: every form of call, references anywhere in arguments, dependencies as a name or a list.
import { list, map, scalar, text, type Entry, type Node } from '#core/graph/node.ts';
import type { Dice } from './random-layout.ts';
import { FUNCTIONS } from './tools.ts';

const NAMES = [
  'a',
  'b',
  'data',
  'my step',
  'yes',
  '12',
  'x-y',
  'ünï',
  "it's",
  'q"q',
  'null',
  'a, b',
  '#5',
  '-',
  'do: it',
  '[z]',
  'step_10',
];
const TEXTS = [
  'plain',
  '',
  'two words',
  '$$escaped',
  '$',
  'yes',
  '1e3',
  '3',
  ' space',
  'a: b',
  '# no',
  '*star',
  "it's",
  '"q"',
  'a\nb',
  'tab\there',
  '[x',
  '🙂',
  '~',
  '- x',
  '%x',
  'a,b',
  'k:',
];

export class GraphMaker {
  readonly #dice: Dice;
  /** What a reference may lead to. */
  readonly #targets: string[] = ['$seed', '$share', '$weights', '$weights.model'];
  readonly names: string[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#dice(items.length)]!;
  }

  /** Steps in an order of which none refers to a later one. */
  graph(size: number): Entry[] {
    return Array.from({ length: size }, () => this.#step());
  }

  artifacts(size: number): Entry[] {
    return Array.from({ length: size }, (_, index) => ({
      key: text(`out ${index}`),
      value: map([
        { key: text('contents'), value: text(this.#pick(this.#targets)) },
        {
          key: text('task'),
          value: map([
            { key: text('name'), value: text(this.#pick(['TextTask', 'ModelTask'])) },
            ...(this.#dice(3) === 0
              ? [{ key: text('args'), value: map([{ key: text('x'), value: this.value(1) }]) }]
              : []),
          ]),
        },
      ]),
    }));
  }

  newName(): string {
    const free = NAMES.filter((name) => !this.names.includes(name));
    return free.length > 0 ? this.#pick(free) : `s${this.names.length}`;
  }

  #step(): Entry {
    const name = this.newName();
    const task = this.#pick(FUNCTIONS);
    const body = this.#body(
      task.name,
      task.inputs.map((input) => input.name),
    );
    if (this.names.length > 0 && this.#dice(3) === 0)
      body.push({ key: text('dependencies'), value: this.#dependencies() });
    this.names.push(name);
    for (const { name: output } of task.outputs) this.#targets.push(`$${name}.${output}`);
    if (task.outputs.length === 1) this.#targets.push(`$${name}`);
    return {
      key: text(name),
      value: map(this.#dice(6) === 0 && body.length === 2 && task.name !== 'task' ? body.toReversed() : body),
    };
  }

  #dependencies(): Node {
    const names = this.names.filter(() => this.#dice(2) === 0);
    if (names.length === 1 && this.#dice(2) === 0) return text(names[0]!);
    return list(names.map((name) => text(name)));
  }

  #body(task: string, inputs: readonly string[]): Entry[] {
    const given = inputs.filter(() => this.#dice(3) > 0);
    const first = this.#dice(inputs.length + 1);
    const form = task === 'task' ? 2 : this.#dice(4);
    if (form === 0)
      return [{ key: text(task), value: list(inputs.slice(0, first).map(() => this.value(0))) }];
    if (form === 1) return [{ key: text(task), value: this.#keywords(given) }];
    if (form === 3 && inputs.length > 0) return [{ key: text(task), value: this.#scalar() }];
    const body: Entry[] = [{ key: text('task'), value: text(task) }];
    if (this.#dice(2) === 0)
      body.push({ key: text('args'), value: list(inputs.slice(0, first).map(() => this.value(0))) });
    const rest = body.length > 1 ? inputs.slice(first) : given;
    if (this.#dice(2) === 0) body.push({ key: text('kwargs'), value: this.#keywords(rest) });
    return body;
  }

  #keywords(names: readonly string[]): Node {
    return map(names.map((name) => ({ key: text(name), value: this.value(0) })));
  }

  value(depth: number): Node {
    const kind = this.#dice(depth > 2 ? 5 : 8);
    if (kind < 5) return this.#scalar();
    const size = this.#dice(4);
    if (kind === 5)
      return map(this.#keys(size).map((key) => ({ key: text(key), value: this.value(depth + 1) })));
    return list(Array.from({ length: size }, () => this.value(depth + 1)));
  }

  #keys(size: number): string[] {
    return [
      ...new Set(
        Array.from({ length: size }, () => this.#pick(['k', 'l', 'task', 'on', 'a b', '7', 'dependencies'])),
      ),
    ];
  }

  #scalar(): Node {
    switch (this.#dice(8)) {
      case 0:
      case 1:
      case 2:
        return text(this.#pick(this.#targets));
      case 3:
        return scalar('integer', this.#dice(100) - 50);
      case 4:
        return scalar('number', this.#pick([0.5, 1e-7, -2.25, 1e21, Infinity, 3]));
      case 5:
        return this.#pick([
          scalar('boolean', true),
          scalar('null', null),
          scalar('date', new Date('2020-01-02')),
        ]);
      default:
        return text(this.#pick(TEXTS));
    }
  }
}
