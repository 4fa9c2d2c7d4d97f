/** Milliseconds since 1970, and how to let them pass. */
export interface Clock {
  now(): number;
  /** Lets time pass until this moment, or less: whoever waits looks again. Ends early when the signal is aborted. */
  sleepUntil(until: number, signal: AbortSignal): Promise<void>;
  /** Its time passes only when somebody waits for it, as a sandbox's: a person may take as long as he likes. */
  readonly isVirtual?: boolean | undefined;
}

/**
 * The system's time when it was first asked, and since then what has passed: whoever sets the system's clock
 * neither prolongs a wait nor cuts one short.
 */
export class SteadyClock implements Clock {
  #ahead: number | undefined;

  now(): number {
    const passed = performance.now();
    // While a worker of Cloudflare's kind is loaded this one stands still: nothing is measured by it then.
    if (passed === 0) return Date.now();
    this.#ahead ??= Date.now() - passed;
    return Math.floor(this.#ahead + passed);
  }

  sleepUntil(until: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const awake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", awake);
        resolve();
      };
      const timer = setTimeout(awake, Math.min(Math.max(until - this.now(), 0), LONGEST_SLEEP));
      signal.addEventListener("abort", awake);
    });
  }
}

/** A machine that slept meanwhile is noticed by then. */
const LONGEST_SLEEP = 60_000;
