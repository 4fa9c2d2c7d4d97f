import { NoAnswer } from "./error_base.js";

/** One request on its way: how long it may take, and the signal that gives it up. */
export class Line {
  readonly #control = new AbortController();
  readonly #given: AbortSignal | undefined;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reject: ((reason: unknown) => void) | undefined;

  constructor(ms: number, given: AbortSignal | undefined) {
    this.#ms = ms;
    this.#given = given;
    given?.addEventListener("abort", this.#givenUp);
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  /** What a transport promises, or that it came too late: not every transport heeds a signal. */
  within<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      promise.then(resolve, reject);
    });
  }

  /** Nobody reads on for a while: that is no fault of the vendor's. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** The time begins anew: of an answer in parts each has its own. */
  restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#late, this.#ms);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener("abort", this.#givenUp);
  }

  readonly #late = (): void => this.#end(new NoAnswer("no whole answer came within its deadline"));

  readonly #givenUp = (): void => this.#end(new NoAnswer("given up", { cause: this.#given?.reason }));

  #end(reason: unknown): void {
    this.#control.abort(reason);
    this.#reject?.(reason);
  }
}
