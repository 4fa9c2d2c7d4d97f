//! Lists that are gone through as they arrive.

use super::Printer;
use crate::faces::{Carried, Placed};
use crate::model::Ty;
use crate::text::put;

impl Printer<'_> {
    pub(super) fn is_list(&self, placed: &Placed) -> Result<bool, String> {
        let operation = self.face.operation(self.client, placed)?;
        Ok(placed.carried == Carried::Read && matches!(operation.answer, Ty::List(_)))
    }

    /// The same list, gone through as it arrives.
    pub(super) fn iterator(&self, placed: &Placed) -> Result<String, String> {
        let operation = self.face.operation(self.client, placed)?;
        let Ty::List(inner) = &operation.answer else { return Err(format!("{}: no list", placed.kind)) };
        let listing = format!("{}Listing[{}]", self.side.prefix, self.given(inner)?);
        let things = operation.kind.strip_prefix("list_").unwrap_or(&operation.kind);
        let thing = things.strip_suffix('s').unwrap_or(things);
        let mut text = format!("\n    def iter(self) -> {listing}:\n");
        put!(
            text,
            "        \"\"\"Goes through all {things} as they arrive, in little memory however many there are:\n"
        );
        put!(
            text,
            "        `{}for {thing} in {}.{things}.iter(): ...`.\n\n",
            self.side.is_async,
            self.client.name.to_lowercase()
        );
        text.push_str("        Nothing is sent before the first is asked for. A list that breaks off raises where it does, for what\n");
        text.push_str("        is not in half a list may be in the rest.\n");
        let doc = operation.doc.join(" ");
        if let Some((_, page)) = doc.rsplit_once("Vendor page: ") {
            put!(text, "\n        Vendor page: {page}\n");
        }
        text.push_str("        \"\"\"\n");
        // A list names nobody.
        let (body, order, _) = self.order(operation);
        put!(text, "{body}        order = {order}\n");
        text.push_str("        return self._client._iter(order)\n");
        Ok(text)
    }
}
