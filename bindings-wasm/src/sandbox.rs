//! Both vendors' servers.

use crate::time;
use wasm_bindgen::prelude::wasm_bindgen;
use xaalis_door as door;
use xaalis_door::{Answer, Keys};

/// Both vendors' servers.
#[wasm_bindgen]
pub struct Sandbox(door::Sandbox);

#[wasm_bindgen]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts and milliseconds")]
impl Sandbox {
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Answer<Sandbox> {
        door::Sandbox::new(options, Keys::Camel).map(Self)
    }

    pub fn handle(&mut self, request: &str, now: f64) -> Answer<String> {
        self.0.handle(request, time(now))
    }

    pub fn inject(&mut self, fault: &str) -> Answer<()> {
        self.0.inject(fault)
    }

    pub fn heal(&mut self) {
        self.0.heal();
    }

    #[wasm_bindgen(getter, js_name = requestsSeen)]
    pub fn requests_seen(&self) -> f64 {
        self.0.requests_seen() as f64
    }

    #[wasm_bindgen(getter, js_name = nextDue)]
    pub fn next_due(&self) -> Option<f64> {
        self.0.next_due().map(|due| due as f64)
    }

    pub fn payments(&self) -> String {
        self.0.payments()
    }

    pub fn deliveries(&mut self, now: f64) -> String {
        self.0.deliveries(time(now))
    }

    pub fn acknowledge(&mut self, id: f64) {
        self.0.acknowledge(id as i64);
    }

    pub fn act(&mut self, deed: &str, now: f64) -> Answer<bool> {
        self.0.act(deed, time(now))
    }
}
