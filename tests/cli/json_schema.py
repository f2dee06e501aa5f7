"""The part of JSON Schema that the schemas of docs/reference use."""
import re

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "number": (int, float)}


def is_kind(value, kind):
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, KINDS[kind])


def check(value, schema, place):
    """What is wrong with `value`, a sentence each."""
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not one of {schema['enum']}"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_kind(value, kind) for kind in kinds):
        yield f"{place}: {value!r} is no {kinds}"
        return
    if "minimum" in schema and value is not None and value < schema["minimum"]:
        yield f"{place}: {value} is below {schema['minimum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{place}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{place}: no {name}"
        for name, part in value.items():
            if name in known:
                yield from check(part, known[name], f"{place}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{place}: {name} is not in the schema"
    if isinstance(value, list) and "items" in schema:
        for i, part in enumerate(value):
            yield from check(part, schema["items"], f"{place}[{i}]")
