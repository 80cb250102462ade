"""A sustained campaign over some weeks: surges, plans made twice, counts that come later, and what broke."""

from dataclasses import dataclass

from tests.sustained import Life
from tests.unbroken import broken

STEPS = 6


@dataclass(frozen=True, slots=True)
class Lived:
    """`followed`: posts beyond the schedules; `troubles`: everything that should not be, in words."""

    life: Life
    followed: int
    troubles: tuple[str, ...]


def lived(life: Life) -> Lived:
    troubles: list[str] = []
    life.plan()
    surges = {life.lot.up_to(2), life.lot.up_to(STEPS - 1, 3)}
    for step in range(STEPS):
        if step in surges:
            life.surge()
        life.plan()
        if not life.look().nothing:
            troubles.append(f"{life.lot.seed}: planning twice in step {step} is not the same plan")
        if not life.look(life.counted_on()).nothing:
            troubles.append(f"{life.lot.seed}: a later count changes the plan in step {step}")
        troubles += [f"{life.lot.seed}: {found}" for found in broken(life)]
        life.pass_by(life.lot.up_to(6))
    names = {kept.id for kept in life.surges}
    return Lived(life, sum(row.key.schedule in names for row in life.said()), tuple(troubles))
