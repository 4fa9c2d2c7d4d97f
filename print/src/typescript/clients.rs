//! The clients: `senfenico.ts` and `dexchange.ts`, over the hand-written `client.ts`.

use super::types::name;
use crate::docs::{Docs, camel};
use crate::faces::{self, Carried, Face, Placed, Resource, tells};
use crate::model::{Client, Model, Operation, Ty};
use crate::text::put;
use std::collections::BTreeSet;

/// What only TypeScript says of a client.
const WORDS: [(&str, &str); 2] = [
    (
        "Senfenico",
        r#"Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances. Amounts are whole XOF francs. The vendor's pages: https://docs.senfenico.com/fr/api.

```ts
const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport: new Sandbox() });
const charge = await senfenico.collect(
  "order-42",
  { amount: 1_000, phone: "76 00 00 00" },
  { onPrompt: (prompt) => (prompt.kind === "otp" ? askForCode(prompt.text) : show(prompt)) },
);
```

Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are repeated when no answer comes, calls that move money are stored and never sent twice. Flows (`collect`, `checkout`, `payout`, `bulkPayout`, `settle`, `cancelSettlement`) carry a payment to its end, through codes, prompts, crashes and lost answers: prefer them.

Every promise may be rejected with `InvalidInput`, before anything is sent, with `PaymentRejected`, `PaymentNotSent`, and with `OutcomeUnknown` when money may have moved. That one is no `PaymentError`: never tell it as a failure."#,
    ),
    (
        "Dexchange",
        r#"DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups. Amounts are whole XOF francs. The vendor's pages: https://docs-api.dexchange.sn.

```ts
const dexchange = new Dexchange({ apiKey: process.env.DEXCHANGE_KEY, journal });
const paid = await dexchange.payBill("op-1", {
  service: "WOYOFAL_SN_BILL",
  customer: "07061270877",
  amount: 1_000,
  externalTransactionId: "5b1f-top-up-1",
});
show(paid.token);
```

`payBill` carries a payment to its end; `bills` and `transactions` ask once.

Every promise may be rejected with `InvalidInput`, before anything is sent, with `PaymentRejected`, `PaymentNotSent`, and with `OutcomeUnknown` when money may have moved. That one is no `PaymentError`: never tell it as a failure."#,
    ),
];
const OP_ID_OF_FLOWS: &str = "Yours, unique per operation; the same one when you come back to it: the payment is continued, never begun twice.";
const OP_ID_OF_CALLS: &str = "`opId`: yours, unique per operation; made up when left out.";

/// The module of one client.
///
/// # Errors
/// The operation of core that has no place, or the place that has no operation.
pub(super) fn module(model: &Model, client: &str) -> Result<String, String> {
    let (client, face) = faces::of(model, client)?;
    let printer = Printer { client, face, model, docs: Docs::of(model, super::LINKS) };
    let found = WORDS.iter().find(|(name, _)| *name == client.name);
    let (_, about) = found.ok_or_else(|| format!("{}: no words about it in TypeScript", client.name))?;
    let mut text = printer.head()?;
    text.push('\n');
    text.push_str(&printer.docs.sample(about));
    put!(text, "export class {} extends Client {{\n", client.name);
    for resource in face.resources {
        let class = resource.class(model);
        text.push_str(&printer.docs.comment("  ", &[format!("{}.", resource.doc)]));
        put!(text, "  readonly {}: {class} = new {class}(this.door);\n", camel(resource.name));
    }
    text.push('\n');
    put!(text, "  constructor(options: ClientOptions) {{\n");
    put!(text, "    super({:?}, options);\n  }}\n", client.name.to_lowercase());
    for placed in face.flows {
        text.push_str(&printer.method(placed)?);
    }
    text.push_str("}\n");
    for resource in face.resources {
        printer.resource(&mut text, resource)?;
    }
    Ok(text)
}

struct Printer<'a> {
    client: &'a Client,
    face: &'a Face,
    model: &'a Model,
    docs: Docs<'a>,
}

impl Printer<'_> {
    fn head(&self) -> Result<String, String> {
        let mut types = BTreeSet::new();
        let mut base = BTreeSet::from(["ClientOptions", "Door"]);
        for placed in self.face.placed() {
            let operation = self.face.operation(self.client, placed)?;
            base.insert(options(operation, placed));
            for field in &operation.fields {
                types.extend(field.ty.mentions().into_iter().map(name));
            }
            types.extend(operation.answer.mentions().into_iter().map(name));
            if is_list(operation, placed) {
                base.extend(["Items", "Listing"]);
            }
        }
        let types: Vec<_> = types.into_iter().collect();
        let base: Vec<_> = base.into_iter().collect();
        let mut text = String::from("// Printed from core's source by `cargo xtask print`; do not edit.\n");
        text.push_str("import { Client } from \"../client.js\";\n");
        put!(text, "import type {{ {} }} from \"../client.js\";\n", base.join(", "));
        put!(text, "import type {{\n  {},\n}} from \"./types.js\";\n", types.join(",\n  "));
        Ok(text)
    }

    fn resource(&self, text: &mut String, resource: &Resource) -> Result<(), String> {
        let moves = resource.methods.iter().any(|placed| placed.carried != Carried::Read);
        let once = if moves { ", one request at a time" } else { "" };
        text.push('\n');
        text.push_str(&self.docs.comment("", &[format!("{}{once}.", resource.doc)]));
        put!(text, "export class {} {{\n  readonly #door: Door;\n\n", resource.class(self.model));
        text.push_str("  /** @internal */\n  constructor(door: Door) {\n    this.#door = door;\n  }\n");
        for placed in resource.methods {
            text.push_str(&self.method(placed)?);
            let operation = self.face.operation(self.client, placed)?;
            if is_list(operation, placed) {
                text.push_str(&self.iterator(operation)?);
            }
        }
        text.push_str("}\n");
        Ok(())
    }

    fn method(&self, placed: &Placed) -> Result<String, String> {
        let operation = self.face.operation(self.client, placed)?;
        let (mut arguments, mut entries) = (Vec::new(), vec![format!("kind: {:?}", operation.kind)]);
        if matches!(placed.carried, Carried::Flow { .. }) {
            arguments.push("opId: string".to_owned());
        }
        for field in &operation.fields {
            let here = camel(&field.name);
            arguments.push(format!("{here}: {}", given(&field.ty)?));
            entries.push(here);
        }
        arguments.push(format!("options?: {}", options(operation, placed)));
        let answer = match &operation.answer {
            Ty::Item(of) => name(of),
            Ty::List(inner) => format!("Items<{}>", given(inner)?),
            other => return Err(format!("{}: ends with {other:?}", placed.kind)),
        };
        let order = format!("{{ {} }}", entries.join(", "));
        let call = match placed.carried {
            Carried::Flow { .. } => format!("this.flow({order}, opId, options)"),
            Carried::Call | Carried::Read => format!("this.#door.call({order}, options)"),
        };
        let mut text = String::from("\n");
        text.push_str(&self.docs.comment("  ", &self.doc(operation, placed)?));
        put!(text, "  {}({}): Promise<{answer}> {{\n", camel(placed.name), arguments.join(", "));
        put!(text, "    return {call};\n  }}\n");
        Ok(text)
    }

    /// The same list, gone through as it arrives.
    fn iterator(&self, operation: &Operation) -> Result<String, String> {
        let Ty::List(inner) = &operation.answer else { return Err(format!("{}: no list", operation.kind)) };
        let things = operation.kind.strip_prefix("list_").unwrap_or(&operation.kind);
        let thing = things.strip_suffix('s').unwrap_or(things);
        let client = self.client.name.to_lowercase();
        let mut doc = vec![
            format!(
                "Goes through all {things} as they arrive, in little memory however many there are: \
                 `for await (const {thing} of {client}.{things}.iter()) …`."
            ),
            "Nothing is sent before the first is asked for. A list that breaks off throws where it does, for \
             what is not in half a list may be in the rest."
                .to_owned(),
        ];
        let core = operation.doc.join(" ");
        doc.extend(core.rsplit_once("Vendor page: ").map(|(_, page)| format!("Vendor page: {page}")));
        let mut text = String::from("\n");
        text.push_str(&self.docs.comment("  ", &doc));
        put!(text, "  iter(options?: CallOptions): Listing<{}> {{\n", given(inner)?);
        put!(text, "    return this.#door.iterate({{ kind: {:?} }}, options);\n  }}\n", operation.kind);
        Ok(text)
    }

    fn doc(&self, operation: &Operation, placed: &Placed) -> Result<Vec<String>, String> {
        let (mut doc, page) = placed.about(operation);
        doc.extend(page);
        let told = |name: &str| placed.told.iter().find(|(told, _)| *told == name).map(|(_, text)| *text);
        let flow = matches!(placed.carried, Carried::Flow { .. });
        if flow {
            doc.push(format!("@param opId - {OP_ID_OF_FLOWS}"));
        }
        let mut known: Vec<&str> = vec!["op_id", "timeout", "on_prompt", "on_progress"];
        for field in &operation.fields {
            let mut text = told(&field.name).filter(|text| !text.is_empty()).map(str::to_owned);
            known.push(&field.name);
            // The parts of what it holds are explained where these are declared, but for what is said here.
            if let Some(parts) = self.model.inner(field) {
                known.extend(parts.iter().map(|part| part.name.as_str()));
                let said: Vec<_> = parts
                    .iter()
                    .filter_map(|part| told(&part.name).map(|text| (part, text)))
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(part, text)| format!("`{}`: {}", camel(&part.name), lower(text)))
                    .collect();
                let own = field.doc.join(" ");
                text = text.or_else(|| Some([vec![own], said].concat().join(" ")));
            }
            let text = text.unwrap_or_else(|| field.doc.join(" "));
            doc.push(format!("@param {} - {text}", camel(&field.name)));
        }
        if let Some((name, _)) = placed.told.iter().find(|(name, _)| !known.contains(name)) {
            return Err(format!("{}: no argument {name}", placed.kind));
        }
        let mut options = Vec::new();
        for (name, called) in [("on_prompt", "onPrompt"), ("on_progress", "onProgress")] {
            options.extend(told(name).map(|text| format!("`{called}`: {}", lower(text))));
        }
        match placed.carried {
            Carried::Flow { seconds, .. } => {
                let rest = told("timeout").filter(|text| !text.is_empty());
                let rest = rest.unwrap_or("[`None`] for as long as it takes.");
                options.push(format!(
                    "`timeoutMs`: milliseconds after which the waiting ends, with `OutcomeUnknown`, to be \
                     resumed; {} when left out. {rest}",
                    milliseconds(seconds)
                ));
            }
            Carried::Call => options.push(OP_ID_OF_CALLS.to_owned()),
            Carried::Read => {}
        }
        if !options.is_empty() {
            doc.push(format!("@param options - {}", options.join(" ")));
        }
        Ok(doc)
    }
}

/// What a caller may give.
fn given(ty: &Ty) -> Result<String, String> {
    Ok(match ty {
        Ty::Text | Ty::Personal => "string".to_owned(),
        Ty::Flag => "boolean".to_owned(),
        Ty::Int => "number".to_owned(),
        Ty::Option(inner) => format!("{} | undefined", given(inner)?),
        Ty::List(inner) => format!("readonly {}[]", given(inner)?),
        Ty::Item(of) => name(of),
        other => return Err(format!("{other:?} is not given by callers")),
    })
}

/// The options that a method takes, as `client.ts` names them.
fn options(operation: &Operation, placed: &Placed) -> &'static str {
    match placed.carried {
        Carried::Read => "CallOptions",
        Carried::Call => "MoneyOptions",
        Carried::Flow { .. } if tells(operation) => "BulkOptions",
        Carried::Flow { asks: true, .. } => "PromptOptions",
        Carried::Flow { .. } => "FlowOptions",
    }
}

fn is_list(operation: &Operation, placed: &Placed) -> bool {
    placed.carried == Carried::Read && matches!(operation.answer, Ty::List(_))
}

/// Seconds as milliseconds with their thousands apart.
fn milliseconds(seconds: u32) -> String {
    let (thousands, rest) = (seconds / 1_000, seconds % 1_000);
    if thousands == 0 { format!("{rest},000") } else { format!("{thousands},{rest:03},000") }
}

/// A sentence that goes on after a colon.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let second_is_small = text.chars().nth(1).is_some_and(char::is_lowercase);
    match letters.next() {
        Some(first) if second_is_small => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}
