//! What an input may cost: steps and memory, in proportion to its length.
//!
//! A step is one edge of the compiled program, counted by the same instrumentation that guides the
//! fuzzer (`cargo xtask fuzz` asks for it): the same on a busy machine as on an idle one. Memory is what
//! is allocated at once, at most.

use peak_alloc::PeakAlloc;
use std::sync::atomic::{AtomicU64, Ordering};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

static STEPS: AtomicU64 = AtomicU64::new(0);

// Called at every edge, in the place of libFuzzer's own, which does nothing. Written so, for whatever is
// compiled here is instrumented itself.
#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".globl __wrap___sanitizer_cov_trace_pc",
    "__wrap___sanitizer_cov_trace_pc:",
    "inc qword ptr [rip + {steps}]",
    "ret",
    steps = sym STEPS,
);

/// What one byte may cost, and any input at all.
#[derive(Clone, Copy)]
pub struct Budget {
    /// Edges for each byte.
    pub steps: u64,
    /// Bytes of memory for each byte.
    pub memory: usize,
}

/// What an empty input may cost.
const FREE: Budget = Budget { steps: 40_000, memory: 1 << 14 };

impl Budget {
    /// Runs it on an input of so many bytes.
    ///
    /// # Panics
    /// When it takes more, as any finding.
    pub fn holds<T>(self, bytes: usize, run: impl FnOnce() -> T) -> T {
        let (steps, memory) = (STEPS.load(Ordering::Relaxed), MEMORY.current_usage());
        MEMORY.reset_peak_usage();
        let made = run();
        let steps = STEPS.load(Ordering::Relaxed) - steps;
        let memory = MEMORY.peak_usage().saturating_sub(memory);
        let most = self.steps * u64::try_from(bytes).expect("a length") + FREE.steps;
        assert!(steps <= most, "{steps} steps for {bytes} bytes");
        assert!(memory <= self.memory * bytes + FREE.memory, "{memory} bytes of memory for {bytes}");
        made
    }
}
