"""A campaign as small as one can be that still has something of everything; and the files of the example."""

import shutil
from pathlib import Path
from textwrap import dedent

FILES = {
    "config/awareness.yaml": "git: ignore\nhorizon: 1d\nreader_zone: Europe/Paris\n",
    "config/accounts.yaml": """\
        accounts:
          - {id: demo, network: paper, limits: {gap: 10m, per_day: 40, per_week: 200}}
          - {id: calm, network: paper, like: mastodon, limits: {per_day: 9, quiet: 22:00-06:00}}
        """,
    "config/campaigns/camps.yaml": """\
        id: camps
        name: {en: "Close the camps"}
        hashtags: {en: [CloseTheCamps]}
        counts_from: 2026-01-01
        no_repeat: {template: 0h, action: 1h, text: 1h}
        never_say: [savages]
        targets:
          - {id: office, name: The Prosecutor General, on: {x: Genproc}}
        actions:
          - id: sign
            kind: petition
            ask: "Sign it, please."
            link: {url: "https://example.org/s", verified: 2026-05-01 by A}
            targets: [office]
          - {id: give, kind: donate, ask: Give., link: {url: "https://example.com/g", verified: 2026-05-01 by A}}
          - {id: stand, kind: rally, ask: Stand., place: A square, zone: Europe/London, when: "2027-01-27 14:00"}
        facts:
          - {id: report, text: "It was reported.", source: "https://example.net/", date: 2017-04-01, stale_after: 9999d}
        schedules:
          - id: daily
            accounts: [demo, calm]
            at: {cron: "15 */4 * * *"}
            zone: Europe/London
            kinds: [petition, donate]
            late: {policy: skip, limit: 2h}
          - {id: days, accounts: [demo], at: {per_day: 3, between: 08:00-21:00, on: weekdays}, zone: America/New_York}
          - {id: hours, accounts: [demo], at: {every: 5h, from: "2026-01-01 00:00"}, zone: UTC}
        """,
    "templates/camps/fact.txt": """\
        ---
        for: [petition, donate]
        drop: [fact, hashtags]
        variants:
          short: "{{ action.ask }} {{ action.link }}"
        ---
        {{ fact }}

        {{ action.ask }} {{ action.link }} {{ targets }} {{ hashtags|first(1) }}
        """,
    "templates/camps/day.txt": "Day {{ day }}. {{ action.ask }}{% if action.link %} {{ action.link }}{% endif %}\n",
}
BYTES = {name: dedent(text).encode() for name, text in FILES.items()}


def example(folder: Path) -> dict[str, bytes]:
    """The files of the example campaign."""
    root = Path(__file__).parent.parent
    for name in ("config", "templates"):
        shutil.copytree(root / name, folder / name)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in ("config", "templates")
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }
