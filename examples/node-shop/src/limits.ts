/** How often strangers may have a phone asked, and guess at codes. One process counts for itself. */
import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

const LIMITS = {
  /** One phone, asked by whichever order. */
  phone: new RateLimiterMemory({ points: 6, duration: 600 }),
  /** One order: tries to pay it. */
  order: new RateLimiterMemory({ points: 12, duration: 600 }),
  code: new RateLimiterMemory({ points: 8, duration: 600 }),
};

/** Counts one. False when that was one too many. */
export async function take(limit: keyof typeof LIMITS, of: string): Promise<boolean> {
  try {
    await LIMITS[limit].consume(createHash("sha256").update(of).digest("base64"));
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}
