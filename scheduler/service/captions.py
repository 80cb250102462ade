"""What is wrong with the words that stand for pictures, as the campaign and its networks see them."""

from collections.abc import Callable, Iterator

from scheduler.errors import Problem
from scheduler.model.account import Account
from scheduler.model.campaign import Campaign, Picture
from scheduler.model.house import House
from scheduler.model.picture_rule import alt_length
from scheduler.rendering.never_say import never_said
from scheduler.service.admitting import text_rule

Place = Callable[[str, str], tuple[str, int, int]]
"""Campaign id and path in the user's words (`actions[x].link`) to file, line and column."""


def caption_problems(house: House, campaign: Campaign, place: Place) -> Iterator[Problem]:
    """Words that the campaign never says, and words longer than a network takes on which it speaks."""
    speaking = {name for schedule in house.schedules if schedule.campaign == campaign.id for name in schedule.accounts}
    accounts = [account for account in house.accounts if account.id in speaking]
    for picture in campaign.pictures:
        path = f"pictures[{picture.id}].alt"
        for what, fix in _wrong(picture, campaign, accounts):
            yield Problem(*place(campaign.id, path), path, what, fix)


def _wrong(picture: Picture, campaign: Campaign, accounts: list[Account]) -> Iterator[tuple[str, str]]:
    strictest = min(accounts, key=lambda account: text_rule(account).pictures.longest_alt, default=None)
    for alt in picture.alt.values():
        said = never_said(alt, campaign.never_say)
        if said is not None:
            yield f"it says {said!r}, which `never_say` forbids", "word it differently"
        if strictest is None:
            continue
        longest = text_rule(strictest).pictures.longest_alt
        if alt_length(alt) > longest:
            where = f"{strictest.manners} ({strictest.id})"
            yield f"it has {alt_length(alt)} characters, and {where} takes {longest}", "say what matters in fewer words"
