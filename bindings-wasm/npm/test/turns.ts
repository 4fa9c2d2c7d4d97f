/** Lets of several works one go on at a time, to where it next touches a store or the vendor; a seed decides the order. */
export class Turns {
  readonly #waiting = new Map<number, () => void>();
  readonly #left = new Set<number>();
  #dice: number;

  constructor(seed: number) {
    this.#dice = seed * 7_919 + 13;
  }

  wait(seat: number): Promise<void> {
    const turn = new Promise<void>((resolve) => this.#waiting.set(seat, resolve));
    this.#next();
    return turn;
  }

  async play<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
    works.forEach((_, seat) => this.#left.add(seat));
    const ended = works.map(async (work, seat) => {
      await new Promise<void>((resolve) => this.#waiting.set(seat, resolve));
      try {
        return await work();
      } finally {
        this.#left.delete(seat);
        this.#next();
      }
    });
    this.#next();
    return Promise.all(ended);
  }

  #next(): void {
    const left = [...this.#left];
    this.#dice = (Math.imul(this.#dice, 1_103_515_245) + 12_345) >>> 0;
    const seat = left[(this.#dice >>> 16) % left.length];
    const turn = seat === undefined ? undefined : this.#waiting.get(seat);
    if (seat !== undefined) this.#waiting.delete(seat);
    turn?.();
  }
}
