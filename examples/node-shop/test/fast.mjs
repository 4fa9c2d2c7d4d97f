// Time that passes fifteen times as fast, for a process that would wait a minute for one that was killed.
const SPEED = 15;
const [{ now }, started] = [Date, Date.now()];
const performanceNow = performance.now.bind(performance);
const { setTimeout: later } = globalThis;
Date.now = () => started + (now() - started) * SPEED;
performance.now = () => performanceNow() * SPEED;
globalThis.setTimeout = (work, ms, ...given) => later(work, (ms ?? 0) / SPEED, ...given);
