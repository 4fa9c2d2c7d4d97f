//! The operations of core: the rows of `operations!`, the clients of `client!`, and `Order` and `Reply`.

use super::shape::field_of;
use super::syntax::doc;
use crate::model::{Client, Field, Item, Operation, Shape, Ty, Variant, Weight};
use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Ident, LitStr, Path, Token, Type};

/// What one file tells of them.
#[derive(Default)]
pub(super) struct Told {
    /// Each client's name and documentation.
    pub(super) clients: Vec<(String, Vec<String>)>,
    /// The table.
    pub(super) rows: Vec<Row>,
}

/// One operation.
#[derive(Clone)]
pub(super) struct Row {
    /// The client that has it.
    client: String,
    weight: Weight,
    doc: Vec<String>,
    /// What it is called, as a word and as a variant of `Order`.
    name: String,
    variant: String,
    /// The parts of its order.
    fields: Vec<Field>,
    /// The variant of `Reply` it ends with.
    reply: String,
}

/// `Order`, as the table declares it.
pub(super) fn order(rows: &[Row]) -> Item {
    let variants = rows.iter().map(|row| Variant {
        name: row.variant.clone(),
        kind: row.name.clone(),
        doc: row.doc.clone(),
        fields: row.fields.clone(),
    });
    let shape = Shape::Tagged { param: None, variants: variants.collect() };
    Item { name: "Order".to_owned(), doc: vec!["What to do.".to_owned()], shape }
}

/// The clients, from what all files tell.
pub(super) fn clients(told: &[&Told], reply: &Item) -> Result<Vec<Client>, String> {
    let Shape::Tagged { variants: replies, .. } = &reply.shape else {
        return Err("Reply: not tagged by `kind`".to_owned());
    };
    let rows: Vec<&Row> = told.iter().flat_map(|told| &told.rows).collect();
    let mut clients = Vec::new();
    let mut placed = 0;
    for (name, doc) in told.iter().flat_map(|told| &told.clients) {
        let mut operations = Vec::new();
        for row in rows.iter().filter(|row| row.client == *name) {
            let at = |why: &str| format!("{name}: {}: {why}", row.name);
            if super::syntax::renamed(&row.variant, Some("snake_case"))? != row.name {
                return Err(at("not called as the variant of its order"));
            }
            let answer = replies.iter().find(|reply| reply.name == row.reply);
            let answer = match answer.map(|reply| &reply.fields[..]) {
                None => return Err(at("no such reply")),
                Some([field]) => match &field.ty {
                    Ty::Generic(_, inner) => (**inner).clone(),
                    other => other.clone(),
                },
                Some(_) => return Err(at("its reply has not one field")),
            };
            operations.push(Operation {
                kind: row.name.clone(),
                doc: row.doc.clone(),
                fields: row.fields.clone(),
                weight: row.weight,
                answer,
            });
        }
        placed += operations.len();
        clients.push(Client { name: name.clone(), doc: doc.clone(), operations });
    }
    if placed == rows.len() {
        Ok(clients)
    } else {
        Err(format!("{} operations, but {placed} of the clients", rows.len()))
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

/// `macro_rules! operations { ($with:ident) => { $with! { … } } }`
pub(super) struct Table(pub(super) Vec<Row>);

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<proc_macro2::Group>()?;
        input.parse::<Token![=>]>()?;
        let (handed, table);
        syn::braced!(handed in input);
        input.parse::<TokenStream>()?;
        handed.parse::<Token![$]>()?;
        handed.parse::<Ident>()?;
        handed.parse::<Token![!]>()?;
        syn::braced!(table in handed);
        let mut rows = Vec::new();
        while !table.is_empty() {
            let client = table.parse::<Ident>()?.to_string();
            let groups;
            syn::braced!(groups in table);
            while !groups.is_empty() {
                let group: Ident = groups.parse()?;
                let weight = match group.to_string().as_str() {
                    "reads" => Weight::Read,
                    "calls" => Weight::Call,
                    "flows" => Weight::Flow,
                    _ => return Err(syn::Error::new(group.span(), "neither reads, calls nor flows")),
                };
                let inside;
                syn::braced!(inside in groups);
                while !inside.is_empty() {
                    rows.push(row(&inside, &client, weight)?);
                }
            }
        }
        Ok(Self(rows))
    }
}

/// `name Variant(part: Type, …): Machine = check, make => Reply { field };`
fn row(input: ParseStream<'_>, client: &str, weight: Weight) -> syn::Result<Row> {
    let doc = doc(&input.call(Attribute::parse_outer)?);
    let name = input.parse::<Ident>()?.to_string();
    let variant = input.parse::<Ident>()?.to_string();
    let mut fields = Vec::new();
    if input.peek(syn::token::Paren) {
        let parts;
        syn::parenthesized!(parts in input);
        for part in parts.parse_terminated(syn::Field::parse_named, Token![,])? {
            let refused = |why| syn::Error::new_spanned(&part.ident, format!("{name}: {why}"));
            fields.push(field_of("Order", &part, None).map_err(refused)?);
        }
    }
    input.parse::<Token![:]>()?;
    input.parse::<Type>()?;
    input.parse::<Token![=]>()?;
    input.parse::<Expr>()?;
    if input.parse::<Option<Token![,]>>()?.is_some() {
        input.parse::<Expr>()?;
    }
    input.parse::<Token![=>]>()?;
    let reply = input.parse::<Ident>()?.to_string();
    if !input.peek(Token![;]) {
        input.parse::<proc_macro2::Group>()?;
    }
    input.parse::<Token![;]>()?;
    Ok(Row { client: client.to_owned(), weight, doc, name, variant, fields, reply })
}
