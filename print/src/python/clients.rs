//! The clients: `senfenico.py`, `dexchange.py` and their asyncio twins.

mod lists;

use super::{CODE_WIDTH, between, default};
use crate::faces::{self, Carried, Face, Placed, tells};
use crate::model::{Client, Model, Operation, Shape, Ty};
use crate::names::class;
use crate::text::{self, put, wrapped};

/// One of the two ways to call.
#[derive(Clone, Copy)]
pub(super) struct Side {
    /// Before the client's name.
    prefix: &'static str,
    /// Before `def` and `with`.
    is_async: &'static str,
    /// Before each call.
    wait: &'static str,
    base: &'static str,
    imported: &'static str,
    prompts: &'static str,
    listing: &'static str,
}

/// For programs that wait.
pub(super) const BLOCKING: Side = Side {
    prefix: "",
    is_async: "",
    wait: "",
    base: "_Client",
    imported: "from ._client import _Client",
    prompts: "._payment",
    listing: "._listing",
};
/// For asyncio.
pub(super) const ASYNCIO: Side = Side {
    prefix: "Async",
    is_async: "async ",
    wait: "await ",
    base: "_AsyncClient",
    imported: "from .aio import _AsyncClient",
    prompts: "._apayment",
    listing: "._alisting",
};

/// What only Python says of a client: its module, and itself. `{async}`, `{await}` and `{Async}` stand for
/// what asyncio adds.
const WORDS: [(&str, &str, &str); 2] = [
    (
        "Senfenico",
        r"Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances.

Amounts are whole XOF francs (`int`). The vendor's pages: https://docs.senfenico.com/fr/api.
",
        r#"A merchant's account at Senfenico.

    ```python
    {async}with {Async}Senfenico("sk_test_sandbox", transport=Sandbox()) as senfenico:
        charge = {await}senfenico.collect("order-42", amount=1_000, phone="76 00 00 00", on_prompt=ask)
    ```

    Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are
    repeated when no answer comes, calls that move money are stored and never sent twice. Flows
    (`collect`, `checkout`, `payout`, `bulk_payout`, `settle`, `cancel_settlement`) carry a payment to
    its end, through codes, prompts, crashes and lost answers: prefer them.

    Every method raises `InvalidInput` before anything is sent, `PaymentRejected`, `PaymentNotSent`,
    and `OutcomeUnknown` when money may have moved: see `xaalis.errors`.
    "#,
    ),
    (
        "Dexchange",
        r"DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups.

Amounts are whole XOF francs (`int`). The vendor's pages: https://docs-api.dexchange.sn.
",
        r#"A merchant's account at DEXCHANGE.

    ```python
    dexchange = {Async}Dexchange("your_dexchange_key", journal=SqliteJournal("payments.db"))
    paid = {await}dexchange.pay_bill(
        "op-1", service="WOYOFAL_SN_BILL", customer="07061270877", amount=1_000,
        external_transaction_id="5b1f-top-up-1")
    print(paid.token)
    ```

    `pay_bill` carries a payment to its end; `bills` and `transactions` ask once. Every method raises
    `InvalidInput` before anything is sent, `PaymentRejected`, `PaymentNotSent`, and `OutcomeUnknown`
    when money may have moved: see `xaalis.errors`.
    "#,
    ),
];
/// What the faces name.
const LINKS: [(&str, &str); 2] =
    [("CallbackKey", "xaalis.webhooks.Dexchange"), ("Unknown", "OutcomeUnknown")];
/// The arguments that are Python's own.
const OF_FLOWS: [(&str, &str); 2] = [
    (
        "op_id",
        "Yours, unique per operation; the same one when you come back to it: the payment is continued, never begun twice.",
    ),
    ("timeout", "Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed."),
];
const ENDLESS: &str = "[`None`] for as long as it takes.";
const OF_CALLS: [(&str, &str); 1] = [("op_id", "Yours, unique per operation; made up when left out.")];

/// The module of one client.
///
/// # Errors
/// The operation of core that has no place, or the place that has no operation.
pub(super) fn module(model: &Model, client: &str, side: Side) -> Result<String, String> {
    let (client, face) = faces::of(model, client)?;
    let printer = Printer { client, face, model, side };
    let (_, module, about) = WORDS
        .iter()
        .find(|(name, _, _)| *name == client.name)
        .ok_or_else(|| format!("{}: no words about it in Python", client.name))?;
    let about =
        about.replace("{async}", side.is_async).replace("{await}", side.wait).replace("{Async}", side.prefix);
    let name = format!("{}{}", side.prefix, client.name);
    let mut text = printer.head(module)?;
    put!(text, "\n\nclass {name}({}):\n    \"\"\"{about}\"\"\"\n\n", side.base);
    put!(text, "    _vendor = \"{}\"\n", client.name.to_lowercase());
    for resource in face.resources {
        let class = resource.class(model);
        put!(text, "\n    @property\n    def {}(self) -> {class}:\n", resource.name);
        put!(text, "        \"\"\"{}.\"\"\"\n        return {class}(self)\n", resource.doc);
    }
    for placed in face.flows {
        text.push_str(&printer.method(placed, "self")?);
    }
    for resource in face.resources {
        let moves = resource.methods.iter().any(|placed| placed.carried != Carried::Read);
        let once = if moves { ", one request at a time" } else { "" };
        put!(text, "\n\nclass {}:\n    \"\"\"{}{once}.\"\"\"\n\n", resource.class(model), resource.doc);
        put!(text, "    def __init__(self, client: {name}) -> None:\n        self._client = client\n");
        for placed in resource.methods {
            text.push_str(&printer.method(placed, "self._client")?);
            if printer.is_list(placed)? {
                text.push_str(&printer.iterator(placed)?);
            }
        }
    }
    Ok(text)
}

struct Printer<'a> {
    client: &'a Client,
    face: &'a Face,
    model: &'a Model,
    side: Side,
}

impl Printer<'_> {
    /// Everything before the first class.
    fn head(&self, module: &str) -> Result<String, String> {
        let Side { prefix, imported, prompts, listing, .. } = self.side;
        let mut types = Vec::new();
        let (mut lists, mut given_lists) = (false, false);
        for placed in self.face.placed() {
            let operation = self.face.operation(self.client, placed)?;
            lists |= matches!(operation.answer, Ty::List(_));
            for field in &operation.fields {
                if matches!(field.ty, Ty::List(_)) {
                    given_lists = true;
                    types.extend(field.ty.mentions().into_iter().map(class));
                }
            }
            types.extend(operation.answer.mentions().into_iter().map(class));
        }
        types.sort();
        types.dedup();
        let mut names: Vec<_> =
            self.face.resources.iter().map(|resource| resource.class(self.model)).collect();
        names.push(format!("{prefix}{}", self.client.name));
        names.sort();

        let mut text = String::from("# Printed from core's source by `cargo xtask print`; do not edit.\n");
        put!(text, "\"\"\"{module}\"\"\"\n\nfrom __future__ import annotations\n\n");
        if given_lists {
            text.push_str("from _collections_abc import Iterable\n\n");
        }
        let items = if given_lists { ", items" } else { "" };
        put!(text, "{imported}\nfrom ._given import Hidden{items}\n\n");
        text.push_str("TYPE_CHECKING = False\nif TYPE_CHECKING:\n");
        if lists {
            put!(text, "    from ._data import Items\n    from {listing} import {prefix}Listing\n");
        }
        let told = if self.client.operations.iter().any(tells) { "OnProgress, " } else { "" };
        put!(text, "    from {prompts} import {told}OnPrompt\n");
        let types = between("    from ._types import ", ("(", ")"), &types, "", false);
        put!(text, "{types}\n\n__all__ = [\"{}\"]\n", names.join("\", \""));
        Ok(text)
    }

    fn method(&self, placed: &Placed, client: &str) -> Result<String, String> {
        let operation = self.face.operation(self.client, placed)?;
        let Side { is_async, wait, .. } = self.side;
        let arguments = self.arguments(operation, placed)?;
        let answer = match &operation.answer {
            Ty::Item(name) => class(name),
            Ty::List(inner) => format!("Items[{}]", self.given(inner)?),
            other => return Err(format!("{}: ends with {other:?}", placed.kind)),
        };
        let called = format!("    {is_async}def {}", placed.name);
        let signature = between(&called, ("(", ")"), &arguments, &format!(" -> {answer}:"), true);
        let doc = self.doc(operation, placed)?;
        let mut text = format!("\n{signature}\n{doc}");
        let (body, order, hidden) = self.order(operation);
        text.push_str(&body);
        // What names nobody and holds no secret needs no cover.
        let plain = hidden.is_empty() && matches!(placed.carried, Carried::Read);
        let order = if plain { order } else { format!("Hidden({order})") };
        put!(text, "        order = {order}\n");
        if !hidden.is_empty() {
            put!(text, "        del {}\n", hidden.join(", "));
        }
        let call = match placed.carried {
            Carried::Flow { .. } if tells(operation) => {
                "_flow(order, op_id, on_prompt, timeout, on_progress)"
            }
            Carried::Flow { asks: true, .. } => "_flow(order, op_id, on_prompt, timeout)",
            Carried::Flow { .. } => "_flow(order, op_id, None, timeout)",
            Carried::Call => "_call(order, op_id)",
            Carried::Read if plain => "_read(order)",
            Carried::Read => "_call(order)",
        };
        put!(text, "        return {wait}{client}.{call}  # type: ignore[no-any-return]\n");
        Ok(text)
    }

    /// The signature's parts. What an order says itself stands by its place, the fields of what it holds by
    /// their names.
    fn arguments(&self, operation: &Operation, placed: &Placed) -> Result<Vec<String>, String> {
        let mut first = vec!["self".to_owned()];
        let mut named = Vec::new();
        if matches!(placed.carried, Carried::Flow { .. }) {
            first.push("op_id: str".to_owned());
        }
        for field in &operation.fields {
            let Some(inner) = self.model.inner(field) else {
                first.push(format!("{}: {}", field.name, self.given(&field.ty)?));
                continue;
            };
            let (required, optional): (Vec<_>, Vec<_>) =
                inner.iter().partition(|field| default(field).is_none());
            for field in required.into_iter().chain(optional) {
                let ending = default(field).map(|value| format!(" = {value}")).unwrap_or_default();
                named.push(format!("{}: {}{ending}", field.name, self.given(&field.ty)?));
            }
        }
        match placed.carried {
            Carried::Flow { seconds, asks } => {
                if asks {
                    named.push("on_prompt: OnPrompt | None = None".to_owned());
                }
                if tells(operation) {
                    named.push("on_progress: OnProgress | None = None".to_owned());
                }
                named.push(format!("timeout: float | None = {seconds}"));
            }
            Carried::Call => named.push("op_id: str | None = None".to_owned()),
            Carried::Read => {}
        }
        if !named.is_empty() {
            first.push("*".to_owned());
        }
        Ok([first, named].concat())
    }

    /// What a caller may give: words as plain text, any iterable for a list.
    fn given(&self, ty: &Ty) -> Result<String, String> {
        Ok(match ty {
            Ty::Text | Ty::Personal => "str".to_owned(),
            Ty::Flag => "bool".to_owned(),
            Ty::Int => "int".to_owned(),
            Ty::Option(inner) => format!("{} | None", self.given(inner)?),
            Ty::List(inner) => format!("Iterable[{}]", self.given(inner)?),
            Ty::Item(name) => match self.model.item(name).map(|item| &item.shape) {
                Some(Shape::Words { .. }) => "str".to_owned(),
                _ => class(name),
            },
            other => return Err(format!("{other:?} is not given by callers")),
        })
    }

    /// The lines before the order, the order, and the names that no frame may show afterwards.
    fn order(&self, operation: &Operation) -> (String, String, Vec<String>) {
        let mut text = String::new();
        let mut hidden = Vec::new();
        let mut entries = vec![format!("\"kind\": \"{}\"", operation.kind)];
        for field in &operation.fields {
            let name = &field.name;
            let value = match self.model.inner(field) {
                None if matches!(field.ty, Ty::List(_)) => {
                    hidden.push(name.clone());
                    format!("items({name})")
                }
                None => {
                    hidden.extend(field.hidden.then(|| name.clone()));
                    name.clone()
                }
                Some(inner) => {
                    let parts: Vec<_> =
                        inner.iter().map(|field| format!("\"{0}\": {0}", field.name)).collect();
                    let personal: Vec<_> =
                        inner.iter().filter(|field| field.hidden).map(|field| field.name.clone()).collect();
                    if !personal.is_empty() {
                        hidden.push(name.clone());
                        hidden.extend(personal);
                    }
                    if let [only] = &parts[..] {
                        format!("{{{only}}}")
                    } else {
                        let begin = format!("        {name} = ");
                        put!(text, "{}\n", between(&begin, ("{", "}"), &parts, "", false));
                        name.clone()
                    }
                }
            };
            entries.push(format!("\"{name}\": {value}"));
        }
        (text, format!("{{{}}}", entries.join(", ")), hidden)
    }

    fn doc(&self, operation: &Operation, placed: &Placed) -> Result<String, String> {
        /// The indent and the quotes.
        const AROUND: usize = 11;
        let said = |text: &str| {
            let own = format!("{}::", self.client.name);
            text::without_links(text, |name| {
                if let Some(method) = name.strip_prefix(&own) {
                    return format!("{}{}.{method}", self.side.prefix, self.client.name);
                }
                let known = LINKS.iter().find(|(link, _)| *link == name);
                known.map_or(name, |(_, python)| python).to_owned()
            })
        };
        let mut lines = Vec::new();
        let (before, after) = placed.about(operation);
        for paragraph in &before {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(wrapped(&said(paragraph), "", CODE_WIDTH - AROUND));
        }
        for (at, (name, text)) in placed.told.iter().enumerate() {
            if at == 0 {
                lines.push(String::new());
            }
            let text = match (*name, *text) {
                // What is said of one flow follows what is said of all.
                ("timeout", text) => {
                    let rest = if text.is_empty() { ENDLESS } else { text };
                    format!("{} {rest}", self.told(operation, placed, name)?)
                }
                (_, "") => self.told(operation, placed, name)?,
                (_, text) => text.to_owned(),
            };
            lines.extend(wrapped(&format!("{name}: {}", said(&text)), "    ", CODE_WIDTH - AROUND));
        }
        if let Some(after) = after {
            lines.push(String::new());
            lines.extend(wrapped(&said(&after), "", CODE_WIDTH - AROUND));
        }
        let body = lines.join("\n        ").replace("\n        \n", "\n\n");
        let end = if lines.len() > 1 { "\n        " } else { "" };
        Ok(format!("        \"\"\"{body}{end}\"\"\"\n"))
    }

    /// What is said of an argument wherever it stands.
    fn told(&self, operation: &Operation, placed: &Placed, name: &str) -> Result<String, String> {
        let own: &[(&str, &str)] = match placed.carried {
            Carried::Flow { .. } => &OF_FLOWS,
            _ => &OF_CALLS,
        };
        if let Some((_, text)) = own.iter().find(|(own, _)| *own == name) {
            return Ok((*text).to_owned());
        }
        let fields = operation.fields.iter();
        let mut all = fields.flat_map(|field| self.model.inner(field).unwrap_or(std::slice::from_ref(field)));
        let found = all.find(|field| field.name == name);
        found.map(|field| field.doc.join(" ")).ok_or_else(|| format!("{}: no argument {name}", placed.kind))
    }
}
