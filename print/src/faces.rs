//! What core's source does not say of the clients: where each operation stands in the faces of other
//! languages, how long a flow is followed, and what its arguments are where they are given one by one and
//! as plain text.
//!
//! Nothing here belongs to one language. Names that are links are core's, or those of every face
//! (`on_prompt`, `resume`): each printer says what they are called. A text left empty is core's own.

mod texts;

use crate::model::{Client, Model, Operation, Ty, Weight};

/// All clients.
const FACES: [Face; 2] = [texts::SENFENICO, texts::DEXCHANGE];

/// The client of a vendor.
pub struct Face {
    /// Its name in core.
    pub client: &'static str,
    /// Its groups of operations that ask the vendor once, in order.
    pub resources: &'static [Resource],
    /// Its flows, in order.
    pub flows: &'static [Placed],
}

/// Operations on one kind of thing.
pub struct Resource {
    /// `charges`.
    pub name: &'static str,
    /// What these are.
    pub doc: &'static str,
    /// Its operations, in order.
    pub methods: &'static [Placed],
}

/// An operation of core at its place.
pub struct Placed {
    /// The kind of its order, which is the name of its door in core.
    pub kind: &'static str,
    /// Its name here.
    pub name: &'static str,
    /// What it does, in place of core's words, if these do not do.
    pub doc: &'static str,
    /// The arguments that are explained, and how; an empty text is core's, or the language's own for those
    /// that are no field (`op_id`, `timeout`).
    pub told: &'static [(&'static str, &'static str)],
    /// How it is carried out.
    pub carried: Carried,
}

/// How an operation is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// Asks; nothing is stored.
    Read,
    /// Asks for something once, under an id that may be left out.
    Call,
    /// Followed to its end.
    Flow {
        /// For how many seconds, unless told otherwise.
        seconds: u32,
        /// Whether a person may be asked.
        asks: bool,
    },
}

/// A client of core's and its face: every operation has one place, where it is carried out as its weight
/// allows.
///
/// # Errors
/// The operation that has none, or several, or another.
pub fn of<'a>(model: &'a Model, client: &str) -> Result<(&'a Client, &'static Face), String> {
    let face = FACES.iter().find(|face| face.client == client);
    let known = model.clients.iter().find(|known| known.name == client);
    let (Some(known), Some(face)) = (known, face) else {
        return Err(format!("{client}: not a client of core's and of the faces"));
    };
    for operation in &known.operations {
        let places = face.placed().filter(|placed| placed.kind == operation.kind).count();
        if places != 1 {
            return Err(format!("{client}: {}: has {places} places in the faces", operation.kind));
        }
    }
    for placed in face.placed() {
        face.operation(known, placed)?;
    }
    Ok((known, face))
}

impl Placed {
    /// What it does, and which of the vendor's pages say so: paragraphs before and after the arguments.
    pub fn about(&self, operation: &Operation) -> (Vec<String>, Option<String>) {
        let core = operation.doc.join("\n");
        let mut before: Vec<_> = core.trim().split("\n\n").map(str::to_owned).collect();
        let after = before.pop_if(|last| last.starts_with("Vendor page"));
        if !self.doc.is_empty() {
            before = self.doc.split("\n\n").map(str::to_owned).collect();
        }
        (before, after)
    }
}

impl Resource {
    /// The name of its class: `Charges`, or another where a type has that one.
    pub fn class(&self, model: &Model) -> String {
        let mut name = self.name.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if model.item(&name).is_some() { name + "Resource" } else { name }
    }
}

/// Does it go on in batches, so that somebody may be told how far it is?
pub fn tells(operation: &Operation) -> bool {
    operation.answer == Ty::Item("Payouts".to_owned())
}

impl Face {
    /// All places.
    pub fn placed(&self) -> impl Iterator<Item = &'static Placed> {
        self.flows.iter().chain(self.resources.iter().flat_map(|resource| resource.methods))
    }

    /// The operation of core's at a place.
    ///
    /// # Errors
    /// When core has none, or one that is to be carried out otherwise.
    pub fn operation<'a>(&self, client: &'a Client, placed: &Placed) -> Result<&'a Operation, String> {
        let at = |why: &str| format!("{}: {}: {why}", self.client, placed.kind);
        let found = client.operations.iter().find(|operation| operation.kind == placed.kind);
        let operation = found.ok_or_else(|| at("core has no such operation"))?;
        match (operation.weight, placed.carried) {
            (Weight::Flow, Carried::Flow { .. })
            | (Weight::Call, Carried::Call)
            // What leaves no record may have an id all the same.
            | (Weight::Read, Carried::Read | Carried::Call) => Ok(operation),
            (weight, carried) => Err(at(&format!("a {weight:?}, not to be carried out as a {carried:?}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_faces_are_silent_core_speaks() {
        let operation = Operation {
            kind: "look".to_owned(),
            doc: ["Looks", "twice.", "", "Vendor page: \"look\"."].map(str::to_owned).to_vec(),
            fields: Vec::new(),
            weight: Weight::Read,
            answer: Ty::Text,
        };
        let silent = Placed { kind: "look", name: "look", doc: "", told: &[], carried: Carried::Read };
        let page = Some("Vendor page: \"look\".".to_owned());
        assert_eq!(silent.about(&operation), (vec!["Looks\ntwice.".to_owned()], page.clone()));
        let sees = Placed { doc: "Sees.\n\nTwice.", ..silent }.about(&operation);
        assert_eq!(sees, (vec!["Sees.".to_owned(), "Twice.".to_owned()], page));
    }
}
