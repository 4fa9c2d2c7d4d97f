//! The narrow exceptions of `errors.py`, and which exception each of core's classes is. What an exception
//! carries and how it is made is Python's, and written by hand.

use crate::File;
use crate::model::Model;
use crate::names::error as name;
use crate::text::put;

const MARKS: (&str, &str) = (
    "# Printed from core's source by `cargo xtask print`, to the next mark; do not edit.\n",
    "# Printed to here.\n",
);
/// The part of `errors.py` that core decides.
///
/// # Errors
/// The class that has no name in Python.
pub(super) fn file(model: &Model) -> Result<File, String> {
    let mut text = String::new();
    let mut map = String::new();
    for class in &model.errors.classes {
        let python = name(&class.name)?;
        if let Some(parent) = &class.parent {
            let doc = super::plain(&class.doc.join(" "));
            put!(text, "class {python}({}):\n    \"\"\"{doc}\"\"\"\n\n\n", name(parent)?);
        }
        put!(map, "    {:?}: {python},\n", class.word);
    }
    put!(
        text,
        "#: The exception of each of core's classes of error.\n_CLASSES: dict[str, Any] = {{\n{map}}}\n"
    );
    Ok(File { path: "bindings-python/python/xaalis/errors.py", text, marks: Some(MARKS) })
}
