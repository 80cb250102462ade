"""What every form of the file format shares: strict, frozen, and it knows where it was written."""

from collections.abc import Callable
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainValidator,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from scheduler.config.nodes import Trail

WRONG = "wrong"
"""The type of the errors that already say what is wrong and what to do."""


class Written(dict[str, Any]):
    """A group as it goes into a form, with the trail that leads to it."""

    def __init__(self, trail: Trail) -> None:
        super().__init__()
        self.trail = trail


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    _trail: Trail = PrivateAttr(default=())

    @property
    def trail(self) -> Trail:
        return self._trail

    def placed(self, trail: Trail) -> Self:
        self._trail = trail
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _remember_trail(cls, value: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        form = handler(value)
        return form.placed(value.trail) if isinstance(value, Written) else form


def wrong(what: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError(WRONG, "{what}", {"what": what, "fix": fix})


def tag(name: str) -> str:
    """Marks a form among several that can stand at one place; pydantic puts it into the places of errors."""
    return f"<{name}>"


def is_tag(step: str | int) -> bool:
    return isinstance(step, str) and step.startswith("<") and step.endswith(">")


def reads(parse: Callable[[str], object]) -> PlainValidator:
    """A value that is one text; `parse` raises `wrong`."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise wrong(
                "one value belongs here, not a list or a group", "write it behind the `:`, without brackets, - or keys"
            )
        return parse(value)

    return PlainValidator(read)


def key(meaning: str, *, example: str, default: Any = ..., says: str = "", alias: str | None = None) -> Any:
    """A key of a file: what it means, how it is written, and, in words, what holds where it is left out."""
    description = f"{meaning} Default: {says}." if says else meaning
    return Field(default=default, alias=alias, description=description, examples=[example])
