//! The relay's server end.

use crate::operations::Account;
use crate::time;
use wasm_bindgen::prelude::wasm_bindgen;
use xaalis_door as door;
use xaalis_door::Answer;

/// A merchant's relay.
#[wasm_bindgen]
pub struct Gate(door::Gate);

/// A request on its way.
#[wasm_bindgen]
pub struct Visit(door::Visit);

#[wasm_bindgen]
impl Gate {
    #[wasm_bindgen(constructor)]
    pub fn new(account: &Account, settings: String) -> Answer<Gate> {
        door::Gate::new(&account.0, settings).map(Self)
    }

    pub fn mint(&self, wanted: &str, now: f64) -> Answer<String> {
        self.0.mint(wanted, time(now))
    }

    pub fn visit(
        &self,
        method: &str,
        target: &str,
        headers: &str,
        body: Vec<u8>,
        id: &str,
        now: f64,
    ) -> Answer<Visit> {
        self.0.visit((method, target), headers, body, id, time(now)).map(Visit)
    }
}

#[wasm_bindgen]
impl Visit {
    pub fn step(&mut self, now: f64) -> String {
        self.0.step(time(now))
    }

    pub fn tell(&mut self, event: &str, now: f64) -> Answer<String> {
        self.0.tell(event, time(now))
    }

    pub fn answered(&mut self, status: u16, headers: &str, body: Vec<u8>, now: f64) -> Answer<String> {
        self.0.answered(status, headers, body, time(now))
    }

    pub fn begun(&mut self, status: u16, headers: &str, now: f64) -> Answer<()> {
        self.0.begun(status, headers, time(now))
    }

    pub fn part(&mut self, bytes: Vec<u8>, now: f64) -> bool {
        self.0.part(bytes, time(now))
    }

    pub fn ended(&mut self, now: f64) -> String {
        self.0.ended(time(now))
    }
}
