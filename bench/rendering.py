"""How many posts a second of processor time are rendered and fitted, many templates in turn: `rendering.py [COUNT]`."""

import sys
from datetime import UTC, date, datetime
from itertools import cycle, islice
from time import process_time

from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Fact, Kind, Link
from scheduler.model.post import Post
from scheduler.model.template import Template, Variant
from scheduler.rendering.fitting import fit
from scheduler.rendering.networks import known_networks, rule_for
from scheduler.rendering.sandbox import compile_source
from scheduler.rendering.values import values_for

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECONDS = 2.0
BATCH = 200
CAMPAIGN = Campaign(
    id="close-the-camps",
    name={"en": "Close the camps", "fa": "اردوگاه‌ها را ببندید"},
    hashtags={"en": ("CloseTheCamps", "Chechnya"), "fa": ("چچن", "CloseTheCamps")},
    counts_from=date(2017, 4, 1),
)
ACTION = Action(
    id="petition",
    kind=Kind.PETITION,
    ask={
        "en": "Sign the petition for the men held in Chechnya.",
        "fa": "دادخواست برای مردان زندانی در چچن را امضا کنید.",
    },
    link=Link(url="https://example.org/petition"),
)
FACT = Fact(
    id="report",
    text={"en": "A newspaper reported arrests and killings. " * 6, "fa": "روزنامه‌ای از بازداشت و قتل خبر داد. " * 6},
    source="https://example.org/report",
    date=date(2017, 4, 1),
)
WORDINGS = {
    "short": "{{ action.ask }} {{ action.link }} {{ hashtags }}",
    "long, dropped and shortened": "{{ fact }}\n\n{{ action.ask }} {{ action.link }}\nDay {{ day }} {{ hashtags }}",
}


def main(count: int) -> None:
    for name, source in WORDINGS.items():
        for language in ("en", "fa"):
            templates = [template(f"{source} {{# {language} {n} #}}", language) for n in range(count)]
            began = process_time()
            for one in templates:
                compile_source(one.variants[0].source)
            took = 1000 * (process_time() - began) / count
            rates = ", ".join(f"{network} {rate(templates, network, language):,.0f}" for network in known_networks())
            print(f"{name}, {language}: compiled in {took:.2f} ms each; posts: {rates}")


def template(source: str, language: str) -> Template:
    variants = (Variant(name="text", source=source, line=1), Variant(name="short", source=WORDINGS["short"], line=1))
    return Template(
        id="petition",
        campaign=CAMPAIGN.id,
        file="",
        kinds=(Kind.PETITION,),
        variants=variants,
        drop=("fact",),
        language=language,
    )


def rate(templates: list[Template], network: str, language: str) -> float:
    account = Account(id="demo", network=network, language=language)
    rule = rule_for(network)
    turn = cycle(templates)
    made = 0
    began = process_time()
    while process_time() - began < SECONDS:
        for one in islice(turn, BATCH):
            post = fit(one, values_for(CAMPAIGN, ACTION, FACT, account=account, rule=rule, at=AT, tag=False), rule)
            if not isinstance(post, Post):
                raise SystemExit(f"no post: {post.reason}")
        made += BATCH
    return made / (process_time() - began)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
