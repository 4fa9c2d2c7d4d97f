//! The clients: `Senfenico.swift` and `Dexchange.swift`, over the hand-written `Client.swift`.

use super::{comment, lower, name, sample, ty, upper};
use crate::arguments::{Argument, OP_ID_OF_CALLS, OP_ID_OF_FLOWS, after, answer, argument, op_id};
use crate::docs::{Docs, camel};
use crate::faces::{self, Carried, Face, Placed, Resource, tells};
use crate::model::{Client, Model, Operation, Ty};
use crate::text::put;

/// What only Swift says of a client.
const WORDS: [(&str, &str); 2] = [
    (
        "Senfenico",
        r#"Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances. Amounts are whole XOF francs. The vendor's pages: https://docs.senfenico.com/fr/api.

```swift
let senfenico = try Senfenico(apiKey: "sk_test_sandbox", transport: Sandbox())
let charge = try await senfenico.collect("order-42", amount: 1_000, phone: "76 00 00 00") { prompt in
    if case .otp(let text, _, _) = prompt { .otp(await askForCode(text)) } else { .shown }
}
```

Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are repeated when no answer comes, calls that move money are stored and never sent twice. Flows (`collect`, `checkout`, `payout`, `bulkPayout`, `settle`, `cancelSettlement`) carry a payment to its end, through codes, prompts, crashes and lost answers: prefer them.

Everything may throw ``InvalidInput``, before anything is sent, ``PaymentRejected``, ``PaymentNotSent``, and ``OutcomeUnknown`` when money may have moved. That one is no ``PaymentError``: never tell it as a failure."#,
    ),
    (
        "Dexchange",
        r#"DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups. Amounts are whole XOF francs. The vendor's pages: https://docs-api.dexchange.sn.

```swift
let dexchange = try Dexchange(apiKey: "dx_test_sandbox", transport: Sandbox())
let paid = try await dexchange.payBill(
    "op-1", service: .woyofal, customer: "07061270877", externalTransactionId: "5b1f-top-up-1", amount: 1_000
)
show(paid.token)
```

`payBill` carries a payment to its end; `bills` and `transactions` ask once.

Everything may throw ``InvalidInput``, before anything is sent, ``PaymentRejected``, ``PaymentNotSent``, and ``OutcomeUnknown`` when money may have moved. That one is no ``PaymentError``: never tell it as a failure."#,
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
    let (_, about) = found.ok_or_else(|| format!("{}: no words about it in Swift", client.name))?;
    let mut text = String::from(
        "// Printed from core's source by `cargo xtask print`; do not edit.\nimport Foundation\n\n",
    );
    text.push_str(&sample(&printer.docs, about));
    put!(text, "public final class {}: Client, @unchecked Sendable {{\n", client.name);
    let made = [
        "- Parameter apiKey: The secret key of the vendor's dashboard. It is sent to the vendor's host only.",
        "- Parameter journal: Where records are kept; in memory when left out, which forgets.",
    ];
    text.push_str(&comment(&printer.docs, "    ", &made.map(str::to_owned)));
    text.push_str(
        "    public init(\n        apiKey: String, journal: any Journal = MemoryJournal(), transport: any Transport = \
         HTTPTransport(),\n        options: ClientOptions = ClientOptions()\n    ) throws {\n",
    );
    put!(
        text,
        "        try super.init(vendor: .{}, apiKey: apiKey, journal: journal, transport: transport, options: \
         options)\n    }}\n",
        lower(&client.name)
    );
    for resource in face.resources {
        let class = resource.class(model);
        text.push('\n');
        text.push_str(&comment(&printer.docs, "    ", &[format!("{}.", resource.doc)]));
        put!(text, "    public var {}: {class} {{ {class}(client: self) }}\n", camel(resource.name));
    }
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
        text.push_str(&comment(&self.docs, "", &[format!("{}{once}.", resource.doc)]));
        put!(text, "public struct {}: Sendable {{\n    let client: Client\n\n", resource.class(self.model));
        let mut methods = String::new();
        for placed in resource.methods {
            methods.push_str(&self.method(placed)?);
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
        all.push(after("[String]", "[]"));
        let mut doc = vec![format!(
            "`{}` to go through step by step; nothing that moves money is sent before `advance` or `run`. When the \
             journal knows the `opId`, the operation is continued; with other details it is refused.",
            camel(placed.name)
        )];
        doc.extend(told(&all));
        let called = upper(&camel(placed.name));
        let mut text = String::from("\n");
        text.push_str(&comment(&self.docs, "    ", &doc));
        put!(text, "    public func begin{called}({}) async throws -> Payment<{answer}> {{\n", listed(&all));
        put!(text, "        try await begin(opId, {order}, after: after)\n    }}\n");
        Ok(text)
    }

    fn method(&self, placed: &Placed) -> Result<String, String> {
        let operation = self.face.operation(self.client, placed)?;
        let answer = answer(operation, typed)?;
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
                all.push(after("[String]", "[]"));
                let rest = explained("timeout").unwrap_or("[`None`] for as long as it takes.");
                all.push(Argument {
                    name: "timeout".to_owned(),
                    ty: "TimeInterval?".to_owned(),
                    default: Some("nil"),
                    doc: format!(
                        "In seconds. After it the waiting ends, with `OutcomeUnknown`, to be resumed; the flow's own when \
                         left out. {rest}"
                    ),
                });
                let mut given = vec!["opId", order.as_str(), "after: after", "timeout: timeout"];
                if tells(operation) {
                    let doc = explained("on_progress").unwrap_or_default().to_owned();
                    let ty = "(@Sendable (PayoutProgress) async throws -> Void)?".to_owned();
                    all.push(Argument { name: "onProgress".to_owned(), ty, default: Some("nil"), doc });
                    given.push("onProgress: onProgress");
                }
                if asks {
                    let doc =
                        explained("on_prompt").unwrap_or("Asked for what a person has to answer or see.");
                    let ty = "(@Sendable (Prompt) async throws -> Answer)?".to_owned();
                    let doc = doc.to_owned();
                    all.push(Argument { name: "onPrompt".to_owned(), ty, default: Some("nil"), doc });
                    given.push("onPrompt: onPrompt");
                }
                format!("flow({})", given.join(", "))
            }
            Carried::Call => {
                all.extend(arguments);
                let ty = "String?".to_owned();
                let doc = OP_ID_OF_CALLS.to_owned();
                all.push(Argument { name: "opId".to_owned(), ty, default: Some("nil"), doc });
                format!("client.call({order}, opId: opId)")
            }
            Carried::Read => {
                all.extend(arguments);
                format!("client.call({order})")
            }
        };
        doc.extend(told(&all));
        let mut text = String::from("\n");
        text.push_str(&comment(&self.docs, "    ", &doc));
        put!(
            text,
            "    public func {}({}) async throws -> {answer} {{\n        try await {call}\n    }}\n",
            camel(placed.name),
            listed(&all)
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
                    all.push(argument(part, placed, "nil", typed));
                    given.push(format!("{name}: {name}"));
                }
                parts.push(format!("{here}: {}({})", name(of), given.join(", ")));
            } else {
                all.push(argument(field, placed, "nil", typed));
                parts.push(format!("{here}: {here}"));
            }
        }
        // What may be left out comes last.
        all.sort_by_key(|argument| argument.default.is_some());
        let item = self.model.item("Order").ok_or("no Order")?;
        let crate::model::Shape::Tagged { variants, .. } = &item.shape else {
            return Err("Order".to_owned());
        };
        let variant = variants.iter().find(|variant| variant.kind == operation.kind);
        let variant = variant.ok_or_else(|| format!("{}: no such order", operation.kind))?;
        let order = if parts.is_empty() {
            format!(".{}", lower(&variant.name))
        } else {
            format!(".{}({})", lower(&variant.name), parts.join(", "))
        };
        Ok((all, order))
    }
}

fn typed(of: &Ty) -> String {
    ty(of, &name)
}

fn told(arguments: &[Argument]) -> Vec<String> {
    let said = arguments.iter().filter(|argument| !argument.doc.is_empty());
    said.map(|argument| format!("- Parameter {}: {}", argument.name, argument.doc)).collect()
}

fn listed(arguments: &[Argument]) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    let lines: Vec<_> = (arguments.iter())
        .map(|argument| {
            let default = argument.default.map_or_else(String::new, |default| format!(" = {default}"));
            // The operation's id is what it is about.
            let label = if argument.name == "opId" && argument.default.is_none() { "_ " } else { "" };
            format!("        {label}{}: {}{default}", argument.name, argument.ty)
        })
        .collect();
    format!("\n{}\n    ", lines.join(",\n"))
}
