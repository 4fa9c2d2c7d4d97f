"""The shape of a vector file, and how it is written."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent


class Group:
    """Tests that ask the same question."""

    def __init__(self, kind, source, prefix):
        self.kind, self.source, self.prefix, self.tests = kind, source, prefix, []

    def add(self, comment, given, expect, disputed=None):
        test = {"id": f"{self.prefix}-{len(self.tests) + 1:03}", "comment": comment}
        test |= {"input": given, "expect": expect}
        if disputed:
            test["disputed"] = disputed
        self.tests.append(test)


def write(name, description, groups):
    """One test a line, so that a change shows as the line it is."""
    line = lambda value: json.dumps(value, ensure_ascii=False)
    cases = sum(len(group.tests) for group in groups)
    out = ["{", '"schema": "xaalis-vectors-1",', f'"description": {line(description)},', f'"cases": {cases},']
    out.append('"groups": [')
    for at, group in enumerate(groups):
        out.append(f'{{"type": {line(group.kind)}, "source": {line(group.source)}, "tests": [')
        out.append(",\n".join("  " + line(test) for test in group.tests))
        out.append("]}" if at == len(groups) - 1 else "]},")
    out += ["]", "}", ""]
    (FOLDER / f"{name}.json").write_text("\n".join(out), encoding="utf-8")
    print(f"{name}: {cases}")


def part(text):
    """Matches any text that holds this one."""
    return {"contains": text}


def invalid(field, problem="", allowed="", suggestion=None):
    """A refusal before anything is sent; `suggestion`: what was likely meant."""
    likely = {} if suggestion is None else {"suggestion": suggestion}
    return {"invalid": {"field": field, "problem": part(problem), "allowed": part(allowed)} | likely}


def compact(value):
    """JSON without white space, the fields in the order of the vendor's page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
