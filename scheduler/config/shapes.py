"""The forms as JSON schemas, and what a form expects at a place."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from scheduler.config.forms import Form
from scheduler.config.nodes import Trail

Schema = dict[str, Any]


class _Plain(GenerateJsonSchema):
    """Without what pydantic derives and people do not write: titles, nulls, defaults in its own notation."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic asks field by field
        return False


@cache
def schema_of(form: type[Form]) -> Schema:
    return form.model_json_schema(schema_generator=_Plain)


def keys_at(form: type[Form], trail: Trail) -> dict[str, Schema]:
    """The keys that may stand in the group at this trail, each with its schema; those of every form where several
    can stand there."""
    root = schema_of(form)
    here = list(_forms(root, root))
    for step in trail:
        here = [found for schema in here for below in _below(schema, step) for found in _forms(root, below)]
    return {key: schema for alternative in here for key, schema in alternative.get("properties", {}).items()}


def example_of(form: type[Form], trail: Trail) -> str:
    """How the last key of this trail is written."""
    keys = [index for index, step in enumerate(trail) if isinstance(step, str)]
    if not keys:
        return "key: value"
    name = str(trail[keys[-1]])
    examples = keys_at(form, trail[: keys[-1]]).get(name, {}).get("examples", ["…"])
    return f"{name}: {examples[0]}"


def _forms(root: Schema, schema: Schema) -> Iterator[Schema]:
    """A schema as it is, with references followed and alternatives side by side."""
    if "$ref" in schema:
        yield from _forms(root, root["$defs"][schema["$ref"].rpartition("/")[2]])
        return
    for alternatives in ("anyOf", "oneOf"):
        for alternative in schema.get(alternatives, ()):
            yield from _forms(root, alternative)
    yield schema


def _below(schema: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        found = schema.get("items")
    else:
        found = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    if isinstance(found, dict):
        yield found
