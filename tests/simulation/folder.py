"""The organisers' files of a simulation, and the edits that they make."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.simulation.dialects import BLUESKY, MASTODON, Dialect, X

ACCOUNTS: dict[str, Dialect] = {"sky": BLUESKY, "fedi": MASTODON, "bird": X}
GAP = timedelta(minutes=30)
PER_DAY = 9
BUDGET = 3_000_000
"""What bird may spend on posting in a month, in millionths of a US dollar."""
STEADY = (9, 18)
"""When the schedule that nobody edits speaks on each account, on the wall."""
ZONE = "Europe/London"

ACCOUNTS_FILE = f"""\
accounts:
  - {{id: sky, network: bluesky, handle: sky.example, token: {{env: SKY}}, limits: {{gap: 30m, per_day: {PER_DAY},
     per_week: 99, readings_per_day: 2}}}}
  - {{id: fedi, network: mastodon, server: "https://fedi.example", token: {{env: FEDI}}, limits: {{gap: 30m,
     per_day: {PER_DAY}, per_week: 99, readings_per_day: 0}}}}
  - {{id: bird, network: x, token: {{env: BIRD}}, limits: {{gap: 30m, per_day: {PER_DAY}, per_week: 99,
     readings_per_day: 0}}, budget: {{posting: {BUDGET // 1_000_000}}}}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the files say now: `hours` and `minute` of the schedule that is edited, whether its campaign is paused,
    which of its actions there are, the wording of its templates, and whether one file is broken."""

    hours: tuple[int, ...] = (13,)
    minute: int = 0
    paused: bool = False
    actions: tuple[str, ...] = ("sign", "share")
    wording: int = 0
    link: int = 0
    broken: bool = False

    def write(self, folder: Path) -> None:
        for name, text in self._files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _files(self) -> dict[str, str]:
        return {
            "config/awareness.yaml": "git: ignore\nhorizon: 2d\n",
            "config/accounts.yaml": "accounts: [" if self.broken else ACCOUNTS_FILE,
            "config/campaigns/steady.yaml": _campaign("steady", STEADY, 0, ("share",)),
            "config/campaigns/lively.yaml": _campaign(
                "lively", self.hours, self.minute, self.actions, link=self.link, paused=self.paused
            ),
            "templates/steady/plain.txt": "{{ action.ask }} On {{ date }} at {{ time }}.\n",
            "templates/lively/first.txt": f"{{{{ action.ask }}}} {self.wording} "
            "{% if action.link %}{{ action.link }} {% endif %}{{ date }}\n",
            "templates/lively/other.txt": f"Please. {{{{ action.ask }}}} {self.wording} {{{{ time }}}}\n",
        }


def _campaign(
    name: str,
    hours: tuple[int, ...],
    minute: int,
    actions: tuple[str, ...],
    *,
    link: int = 0,
    paused: bool = False,
) -> str:
    kinds = {
        "sign": "  - {id: sign, kind: petition, ask: Sign it., "
        f'link: {{url: "https://example.org/{link}", verified: 2026-01-01 by Anna}}}}\n',
        "share": "  - {id: share, kind: share, ask: Say it on.}\n",
    }
    return (
        f"id: {name}\nname: {name.title()}\nno_repeat: {{template: 0h, action: 0h, text: 0h}}\n"
        f"{'paused: yes' if paused else 'paused: no'}\nactions:\n{''.join(kinds[action] for action in actions)}"
        f"schedules:\n  - {{id: daily, accounts: [{', '.join(ACCOUNTS)}], "
        f'at: {{cron: "{minute} {",".join(map(str, hours))} * * *"}}, zone: {ZONE}}}\n'
    )


def steady_keys(start: datetime, end: datetime) -> list[str]:
    """What the schedule that nobody edits has from `start` to `end`, by hand: no planner is asked."""
    found = []
    day: date = start.date()
    while day <= end.date():
        for hour in STEADY:
            wall = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(ZONE))
            if start < wall.astimezone(UTC) < end:
                found += [f"steady/daily/{wall:%Y-%m-%dT%H:%M}/{account}/1" for account in ACCOUNTS]
        day += timedelta(days=1)
    return found
