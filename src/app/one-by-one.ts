/** Work on things that have an id: each is begun once, one after the other; what failed may be asked for again. */
export class OneByOne {
  readonly #asked = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  has(id: string): boolean {
    return this.#asked.has(id);
  }

  /** Never rejects: false where the work threw. */
  ask(id: string, work: () => Promise<void>): Promise<boolean> {
    this.#asked.add(id);
    const done = this.#last.then(work).then(
      () => true,
      () => {
        this.#asked.delete(id);
        return false;
      },
    );
    this.#last = done;
    return done;
  }
}
