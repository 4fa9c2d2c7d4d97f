//! The clients: `Senfenico.kt` and `Dexchange.kt`, over the hand-written `Client.kt`.

use super::types::{name, ty};
use crate::arguments::{Argument, OP_ID_OF_CALLS, OP_ID_OF_FLOWS, after, answer, argument, op_id};
use crate::docs::{Docs, camel};
use crate::faces::{self, Carried, Face, Placed, Resource, tells};
use crate::model::{Client, Model, Operation, Ty};
use crate::text::put;

/// What only Kotlin says of a client.
const WORDS: [(&str, &str); 2] = [
    (
        "Senfenico",
        r#"Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances. Amounts are whole XOF francs. The vendor's pages: https://docs.senfenico.com/fr/api.

```kotlin
val senfenico = Senfenico("sk_test_sandbox", transport = Sandbox())
val charge = senfenico.collect("order-42", amount = 1_000, phone = "76 00 00 00") { prompt ->
    if (prompt is Prompt.Otp) Answer.Otp(askForCode(prompt.text)) else Answer.Shown
}
```

Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are repeated when no answer comes, calls that move money are stored and never sent twice. Flows (`collect`, `checkout`, `payout`, `bulkPayout`, `settle`, `cancelSettlement`) carry a payment to its end, through codes, prompts, crashes and lost answers: prefer them.

Everything may throw [InvalidInput], before anything is sent, [PaymentRejected], [PaymentNotSent], and [OutcomeUnknown] when money may have moved. That one is no [PaymentError]: never tell it as a failure."#,
    ),
    (
        "Dexchange",
        r#"DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups. Amounts are whole XOF francs. The vendor's pages: https://docs-api.dexchange.sn.

```kotlin
val dexchange = Dexchange("dx_test_sandbox", transport = Sandbox())
val paid = dexchange.payBill(
    "op-1", Service.WOYOFAL, customer = "07061270877", externalTransactionId = "5b1f-top-up-1", amount = 1_000,
)
show(paid.token)
```

`payBill` carries a payment to its end; `bills` and `transactions` ask once.

Everything may throw [InvalidInput], before anything is sent, [PaymentRejected], [PaymentNotSent], and [OutcomeUnknown] when money may have moved. That one is no [PaymentError]: never tell it as a failure."#,
    ),
];

/// The file of one client.
///
/// # Errors
/// The operation of core that has no place, or the place that has no operation.
pub(super) fn module(model: &Model, client: &str) -> Result<String, String> {
    let (client, face) = faces::of(model, client)?;
    let printer = Printer { client, face, model, docs: Docs::of(model, super::LINKS) };
    let found = WORDS.iter().find(|(name, _)| *name == client.name);
    let (_, about) = found.ok_or_else(|| format!("{}: no words about it in Kotlin", client.name))?;
    let mut text = String::from("// Printed from core's source by `cargo xtask print`; do not edit.\n");
    text.push_str(
        "package dev.xaalis\n\nimport kotlin.time.Duration\nimport kotlinx.serialization.serializer\n\n",
    );
    text.push_str(&printer.docs.sample(about));
    put!(
        text,
        "public class {}(\n    /** The secret key of the vendor's dashboard. It is sent to the vendor's host only. */\n",
        client.name
    );
    text.push_str("    apiKey: String,\n");
    text.push_str("    /** Where records are kept; in memory when left out, which forgets. */\n");
    text.push_str("    journal: Journal = MemoryJournal(),\n    transport: Transport = HttpTransport(),\n");
    text.push_str("    options: ClientOptions = ClientOptions(),\n");
    put!(text, ") : Client(Vendor.{}, apiKey, journal, transport, options) {{\n", client.name.to_uppercase());
    for resource in face.resources {
        let class = resource.class(model);
        text.push_str(&printer.docs.comment("    ", &[format!("{}.", resource.doc)]));
        put!(text, "    public val {}: {class} = {class}(this)\n\n", camel(resource.name));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    for placed in face.flows {
        text.push_str(&printer.begin(placed)?);
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
    fn resource(&self, text: &mut String, resource: &Resource) -> Result<(), String> {
        let moves = resource.methods.iter().any(|placed| placed.carried != Carried::Read);
        let once = if moves { ", one request at a time" } else { "" };
        text.push('\n');
        text.push_str(&self.docs.comment("", &[format!("{}{once}.", resource.doc)]));
        put!(
            text,
            "public class {} internal constructor(private val client: Client) {{\n",
            resource.class(self.model)
        );
        let mut methods = String::new();
        for placed in resource.methods {
            methods.push_str(&self.method(placed)?);
            let operation = self.face.operation(self.client, placed)?;
            if let Ty::List(item) = &operation.answer {
                methods.push_str(&self.iterator(operation, item)?);
            }
        }
        text.push_str(methods.trim_start_matches('\n'));
        text.push_str("}\n");
        Ok(())
    }

    /// The same order, to be gone through step by step.
    fn begin(&self, placed: &Placed) -> Result<String, String> {
        let operation = self.face.operation(self.client, placed)?;
        let answer = answer(operation, typed)?;
        let (arguments, order) = self.arguments(operation, placed)?;
        let mut all = vec![op_id(OP_ID_OF_FLOWS)];
        all.extend(arguments);
        all.push(after("List<String>", "emptyList()"));
        let mut doc = vec![format!(
            "`{}` to go through step by step; nothing that moves money is sent before `advance` or `run`. When the \
             journal knows the `opId`, the operation is continued; with other details it is refused.",
            camel(placed.name)
        )];
        doc.extend(told(&all));
        let mut called = camel(placed.name);
        if let Some(first) = called.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let mut text = String::from("\n");
        text.push_str(&self.docs.comment("    ", &doc));
        put!(text, "    public suspend fun begin{called}({}): Payment<{answer}> =\n", listed(&all));
        put!(text, "        begin(opId, {order}, serializer<{answer}>(), after)\n");
        Ok(text)
    }

    fn method(&self, placed: &Placed) -> Result<String, String> {
        let operation = self.face.operation(self.client, placed)?;
        let mut answer = answer(operation, typed)?;
        let (arguments, order) = self.arguments(operation, placed)?;
        let (mut doc, page) = placed.about(operation);
        doc.extend(page);
        let explained = |name: &str| {
            let found = placed.told.iter().find(|(told, _)| *told == name);
            found.map(|(_, text)| *text).filter(|text| !text.is_empty())
        };
        let mut all = Vec::new();
        let call = match placed.carried {
            Carried::Flow { asks, .. } => {
                all.push(op_id(OP_ID_OF_FLOWS));
                all.extend(arguments);
                all.push(after("List<String>", "emptyList()"));
                let rest = explained("timeout").unwrap_or("[`None`] for as long as it takes.");
                all.push(Argument {
                    name: "timeout".to_owned(),
                    ty: "Duration?".to_owned(),
                    default: Some("null"),
                    doc: format!(
                        "After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when \
                         left out. {rest}"
                    ),
                });
                let mut given = vec!["opId", order.as_str(), "", "after", "timeout"];
                let serializer = format!("serializer<{answer}>()");
                given[2] = &serializer;
                if tells(operation) {
                    let doc = explained("on_progress").unwrap_or_default().to_owned();
                    let ty = "(suspend (Progress) -> Unit)?".to_owned();
                    all.push(Argument { name: "onProgress".to_owned(), ty, default: Some("null"), doc });
                    given.push("onProgress = onProgress");
                }
                if asks {
                    let doc =
                        explained("on_prompt").unwrap_or("Asked for what a person has to answer or see.");
                    let ty = "(suspend (Prompt) -> Answer)?".to_owned();
                    let doc = doc.to_owned();
                    all.push(Argument { name: "onPrompt".to_owned(), ty, default: Some("null"), doc });
                    given.push("onPrompt = onPrompt");
                }
                format!("flow({})", given.join(", "))
            }
            Carried::Call => {
                all.extend(arguments);
                let ty = "String?".to_owned();
                let doc = OP_ID_OF_CALLS.to_owned();
                all.push(Argument { name: "opId".to_owned(), ty, default: Some("null"), doc });
                format!("client.call({order}, serializer<{answer}>(), opId)")
            }
            Carried::Read => {
                all.extend(arguments);
                match &operation.answer {
                    Ty::List(item) => {
                        let item = ty(item, &name);
                        answer = format!("Items<{item}>");
                        format!("client.list({order}, serializer<{item}>())")
                    }
                    _ => format!("client.call({order}, serializer<{answer}>())"),
                }
            }
        };
        doc.extend(told(&all));
        let mut text = String::from("\n");
        text.push_str(&self.docs.comment("    ", &doc));
        put!(
            text,
            "    public suspend fun {}({}): {answer} =\n        {call}\n",
            camel(placed.name),
            listed(&all)
        );
        Ok(text)
    }

    /// The same list, gone through as it arrives.
    fn iterator(&self, operation: &Operation, item: &Ty) -> Result<String, String> {
        let item = ty(item, &name);
        let things =
            operation.kind.strip_prefix("list_").ok_or_else(|| format!("{}: no list", operation.kind))?;
        let client = self.client.name.to_lowercase();
        let mut doc = vec![
            format!(
                "Goes through all {things} as they arrive, in little memory however many there are: \
                 `{client}.{things}.iter().collect {{ … }}`."
            ),
            "Nothing is sent before it is collected. A list that breaks off throws where it does, for what is not in \
             half a list may be in the rest."
                .to_owned(),
        ];
        let core = operation.doc.join(" ");
        doc.extend(core.rsplit_once("Vendor page: ").map(|(_, page)| format!("Vendor page: {page}")));
        let mut text = String::from("\n");
        text.push_str(&self.docs.comment("    ", &doc));
        let order = self.order(operation, &[])?;
        put!(
            text,
            "    public fun iter(): Listing<{item}> =\n        client.iterate({order}, serializer<{item}>())\n"
        );
        Ok(text)
    }

    /// The order's parts one by one, and how it is made of them.
    fn arguments(&self, operation: &Operation, placed: &Placed) -> Result<(Vec<Argument>, String), String> {
        let (mut all, mut parts) = (Vec::new(), Vec::new());
        for field in &operation.fields {
            let here = camel(&field.name);
            if let (Ty::Item(of), Some(inner)) = (&field.ty, self.model.inner(field)) {
                let mut given = Vec::new();
                for part in inner {
                    let name = camel(&part.name);
                    all.push(argument(part, placed, "null", typed));
                    given.push(format!("{name} = {name}"));
                }
                parts.push(format!("{here} = {}({})", name(of), given.join(", ")));
            } else {
                all.push(argument(field, placed, "null", typed));
                parts.push(format!("{here} = {here}"));
            }
        }
        // What may be left out comes last.
        all.sort_by_key(|argument| argument.default.is_some());
        Ok((all, self.order(operation, &parts)?))
    }

    /// An order, made of these parts.
    fn order(&self, operation: &Operation, parts: &[String]) -> Result<String, String> {
        let item = self.model.item("Order").ok_or("no Order")?;
        let crate::model::Shape::Tagged { variants, .. } = &item.shape else {
            return Err("Order".to_owned());
        };
        let variant = variants.iter().find(|variant| variant.kind == operation.kind);
        let variant = variant.ok_or_else(|| format!("{}: no such order", operation.kind))?;
        let given = if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
        Ok(format!("Order.{}{given}", variant.name))
    }
}

fn typed(of: &Ty) -> String {
    ty(of, &name)
}

fn told(arguments: &[Argument]) -> Vec<String> {
    let said = arguments.iter().filter(|argument| !argument.doc.is_empty());
    said.map(|argument| format!("@param {} {}", argument.name, argument.doc)).collect()
}

fn listed(arguments: &[Argument]) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    let lines = arguments.iter().map(|argument| {
        let default = argument.default.map_or_else(String::new, |default| format!(" = {default}"));
        format!("        {}: {}{default},\n", argument.name, argument.ty)
    });
    format!("\n{}    ", lines.collect::<String>())
}
