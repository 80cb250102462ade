"""The form of a campaign's file, config/campaigns/*.yaml."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from scheduler.config.actions import ActionForm
from scheduler.config.forms import Form, key
from scheduler.config.names import Hashtag, Id, LanguageCode
from scheduler.config.pictures import PictureForm
from scheduler.config.schedules import ScheduleForm
from scheduler.config.subjects import FactForm, TargetForm
from scheduler.config.sustaining import SustainForm
from scheduler.config.times import Day, Duration
from scheduler.config.values import ByLanguage, Text, YesNo, in_languages
from scheduler.config.watching import WatchForm
from scheduler.model.campaign import Campaign, Windows

_DEFAULT = Windows()


class WindowsForm(Form):
    """For how long one account does not say the same thing again."""

    template: Duration = key("The same template.", default=_DEFAULT.template, says="48h", example="48h")
    action: Duration = key("The same action.", default=_DEFAULT.action, says="20h", example="20h")
    text: Duration = key("The very same text.", default=_DEFAULT.text, says="14d", example="14d")

    def build(self) -> Windows:
        return Windows(template=self.template, action=self.action, text=self.text)


class CampaignForm(Form):
    """A cause: what readers can do, whom it addresses, what is known, when and where it speaks."""

    id: Id = key(
        "Names the campaign; its templates lie in templates/<id>/. Choose it once and keep it.",
        example="close-the-camps",
    )
    name: ByLanguage | None = key(
        "Its name: one text, or one for each language.", default=None, says="the id in words", example="Close the Camps"
    )
    language: LanguageCode = key(
        "The language of every text that does not say its own.", default="en", says="en", example="en"
    )
    hashtags: dict[LanguageCode, Annotated[tuple[Hashtag, ...], Field(min_length=1)]] = key(
        "Hashtags for each language, without #.", default={}, says="none", example="{en: [CloseTheCamps, Chechnya]}"
    )
    counts_from: Day | None = key(
        "The day that {{ day }} counts from, as day 1; templates may not use {{ day }} without it.",
        default=None,
        says="none",
        example="2017-04-01",
    )
    paused: YesNo = key("yes: nothing of this campaign is said.", default=False, says="no", example="no")
    no_repeat: WindowsForm = key(
        "For how long one account does not say the same thing again.",
        default=WindowsForm(),
        says="{template: 48h, action: 20h, text: 14d}",
        example="{template: 48h, action: 20h, text: 14d}",
    )
    sustain: SustainForm = key(
        "What the campaign does so that attention lasts.",
        default=SustainForm(),
        says="nothing",
        example="{mode: suggest, goal: sustain}",
    )
    watch: WatchForm = key(
        "Where it is counted how much is said of the topic.",
        default=WatchForm(),
        says="nowhere",
        example="{sources: [{id: fediverse, from: mastodon, server: https://mastodon.example}]}",
    )
    never_say: tuple[Text, ...] = key(
        "Words that no post of this campaign may hold, whoever wrote them.",
        default=(),
        says="none",
        example="[concentration camp]",
    )
    targets: tuple[TargetForm, ...] = key(
        "Officials and bodies to address.", default=(), says="none", example="[{id: ohchr, name: UN Human Rights}]"
    )
    actions: tuple[ActionForm, ...] = key(
        "What a reader can do.", default=(), says="none", example="[{id: stay-loud, kind: share, ask: Stay loud.}]"
    )
    facts: tuple[FactForm, ...] = key(
        "What is known, with its source.",
        default=(),
        says="none",
        example='[{id: report, text: It was reported., source: "https://a.example/", date: 2017-04-01}]',
    )
    pictures: tuple[PictureForm, ...] = key(
        "Pictures that its actions can show.",
        default=(),
        says="none",
        example="[{id: banner, file: templates/close-the-camps/banner.png, alt: A banner.}]",
    )
    schedules: tuple[ScheduleForm, ...] = key(
        "When and where the campaign speaks.",
        default=(),
        says="none: it stays silent",
        example='[{id: daily, accounts: [demo], at: {cron: "0 9 * * *"}, zone: Europe/London}]',
    )

    def build(self, files: Mapping[str, bytes]) -> Campaign:
        """`files`: what each picture's file holds."""
        return Campaign(
            id=self.id,
            name=in_languages(self.name, self.language) or {self.language: self.id.replace("-", " ").capitalize()},
            language=self.language,
            hashtags=dict(self.hashtags),
            counts_from=self.counts_from,
            targets=tuple(target.build(self.language) for target in self.targets),
            actions=tuple(action.build(self.language) for action in self.actions),
            facts=tuple(fact.build(self.language) for fact in self.facts),
            pictures=tuple(picture.build(self.language, files[picture.file]) for picture in self.pictures),
            never_say=self.never_say,
            no_repeat=self.no_repeat.build(),
            sustain=self.sustain.build(),
            watch=self.watch.build(),
            paused=self.paused,
        )
