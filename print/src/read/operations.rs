//! The operations of core: `client!` and `doors!` of `client.rs`, `tasks!` of `task.rs`, put together with
//! `Order` and `Reply`.

use super::syntax::doc;
use crate::model::{Client, Item, Operation, Shape, Ty, Weight};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Path, Token};

/// What one file tells of them.
#[derive(Default)]
pub(super) struct Told {
    /// Each client's name and documentation.
    pub(super) clients: Vec<(String, Vec<String>)>,
    /// Each client's doors.
    pub(super) doors: Vec<(String, Vec<Door>)>,
    /// The variant of `Order`, how much an operation weighs, and the variant of `Reply` it ends with.
    pub(super) tasks: Vec<(String, Weight, String)>,
}

/// One method of a client in core.
#[derive(Clone)]
pub(super) struct Door {
    name: String,
    doc: Vec<String>,
    /// The variant of `Order` it makes.
    order: String,
}

/// The clients, from what all files tell.
pub(super) fn clients(told: &[&Told], order: &Item, reply: &Item) -> Result<Vec<Client>, String> {
    let (Shape::Tagged { variants: orders, .. }, Shape::Tagged { variants: replies, .. }) =
        (&order.shape, &reply.shape)
    else {
        return Err("Order or Reply: not tagged by `kind`".to_owned());
    };
    let tasks: Vec<_> = told.iter().flat_map(|told| &told.tasks).collect();
    let doors: Vec<_> = told.iter().flat_map(|told| &told.doors).collect();
    let mut clients = Vec::new();
    let mut placed = 0;
    for (name, doc) in told.iter().flat_map(|told| &told.clients) {
        let mut operations = Vec::new();
        for door in doors.iter().filter(|(client, _)| client == name).flat_map(|(_, doors)| doors) {
            let at = |why: &str| format!("{name}: {}: {why}", door.name);
            let order =
                orders.iter().find(|order| order.name == door.order).ok_or_else(|| at("no such order"))?;
            if order.kind != door.name {
                return Err(at("not called as the kind of its order"));
            }
            let task = tasks.iter().find(|(order, _, _)| *order == door.order);
            let (_, weight, answer) = task.ok_or_else(|| at("no such task"))?;
            let answer = replies.iter().find(|reply| reply.name == *answer).map(|reply| &reply.fields[..]);
            let answer = match answer {
                Some([field]) => match &field.ty {
                    Ty::Generic(_, inner) => (**inner).clone(),
                    other => other.clone(),
                },
                _ => return Err(at("its reply has not one field")),
            };
            operations.push(Operation {
                kind: door.name.clone(),
                doc: door.doc.clone(),
                fields: order.fields.clone(),
                weight: *weight,
                answer,
            });
        }
        placed += operations.len();
        clients.push(Client { name: name.clone(), doc: doc.clone(), operations });
    }
    if placed == orders.len() && tasks.len() == orders.len() {
        Ok(clients)
    } else {
        Err(format!("{} orders, but {placed} doors and {} tasks", orders.len(), tasks.len()))
    }
}

/// `client! { Name, Vendor::Name, "host" }`
pub(super) struct Declared(pub(super) String, pub(super) Vec<String>);

impl Parse for Declared {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let doc = doc(&input.call(Attribute::parse_outer)?);
        let name = input.parse::<Ident>()?.to_string();
        input.parse::<Token![,]>()?;
        input.parse::<Path>()?;
        input.parse::<Token![,]>()?;
        input.parse::<LitStr>()?;
        Ok(Self(name, doc))
    }
}

/// `doors! { name(argument: Type, …) => Order::Variant { … }; … }`
pub(super) struct Doors(pub(super) Vec<Door>);

impl Parse for Doors {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut doors = Vec::new();
        while !input.is_empty() {
            let doc = doc(&input.call(Attribute::parse_outer)?);
            let name = input.parse::<Ident>()?.to_string();
            input.parse::<proc_macro2::Group>()?;
            input.parse::<Token![=>]>()?;
            let order: Path = input.parse()?;
            let order = order.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            if !input.peek(Token![;]) {
                input.parse::<proc_macro2::Group>()?;
            }
            input.parse::<Token![;]>()?;
            doors.push(Door { name, doc, order });
        }
        Ok(Self(doors))
    }
}

/// `tasks! { reads { Variant(Machine) => Reply, … } calls { … } flows { … } }`
pub(super) struct Tasks(pub(super) Vec<(String, Weight, String)>);

impl Parse for Tasks {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut tasks = Vec::new();
        while !input.is_empty() {
            let group: Ident = input.parse()?;
            let weight = match group.to_string().as_str() {
                "reads" => Weight::Read,
                "calls" => Weight::Call,
                "flows" => Weight::Flow,
                _ => return Err(syn::Error::new(group.span(), "neither reads, calls nor flows")),
            };
            let rows;
            syn::braced!(rows in input);
            while !rows.is_empty() {
                let order = rows.parse::<Ident>()?.to_string();
                rows.parse::<proc_macro2::Group>()?;
                if !rows.peek(Token![=>]) {
                    rows.parse::<Token![=]>()?;
                    rows.parse::<LitStr>()?;
                }
                rows.parse::<Token![=>]>()?;
                let reply = rows.parse::<Ident>()?.to_string();
                if !rows.peek(Token![,]) {
                    rows.parse::<proc_macro2::Group>()?;
                }
                rows.parse::<Token![,]>()?;
                tasks.push((order, weight, reply));
            }
        }
        Ok(Self(tasks))
    }
}
