"""The rooms whose tests are measured, each with the tests that must hold it alone."""

from dataclasses import dataclass

LIFE = (
    "publishing", "tidying", "sending", "fence", "outcomes", "late", "settling", "verifying", "resolving",
    "taking_down", "circuit", "evidence", "spending",
)  # fmt: skip
TROUBLE = ("defective_channels", "troubled_store", "leases", "stop_between_pictures", "stopped_doubts")


@dataclass(frozen=True)
class Room:
    """Modules or packages by their dotted names; tests as paths from the root."""

    code: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "rules": Room(code=("scheduler.rules",), tests=("tests/unit/rules",)),
    "planner": Room(code=("scheduler.planner",), tests=("tests/unit/planner",)),
    "rendering": Room(code=("scheduler.rendering",), tests=("tests/unit/rendering",)),
    "life of a delivery": Room(
        code=("scheduler.model.delivery", *(f"scheduler.service.{name}" for name in LIFE)),
        tests=(
            "tests/unit/model/test_delivery.py",
            *(f"tests/unit/service/test_{name}.py" for name in LIFE),
            *(f"tests/integration/test_{name}.py" for name in TROUBLE),
        ),
    ),
}


def chosen(names: list[str]) -> dict[str, Room]:
    """The rooms of these names; all of them where none is named. Ends the command at a name that is no room's."""
    if unknown := set(names) - set(ROOMS):
        raise SystemExit(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}")
    return {name: ROOMS[name] for name in names or ROOMS}
