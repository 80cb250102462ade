"""The form of config/accounts.yaml."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict

from scheduler.config.addresses import FilePath, Proxy, Server
from scheduler.config.forms import Form, key, reads
from scheduler.config.names import Handle, Id, LanguageCode, Variable
from scheduler.config.times import Duration, Hours
from scheduler.config.values import Dollars, Text, any_of, numbered, one_of, whole
from scheduler.model.account import AcceptedRisk, Account, Budget, Limits, Quiet
from scheduler.model.secret import Secret


class NetworkName(StrEnum):
    """Where an account can be."""

    PAPER = "paper"
    X = "x"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"


class PublicNetwork(StrEnum):
    """What paper can imitate."""

    X = "x"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"


class Visibility(StrEnum):
    """Who sees a post on Mastodon; unlisted is what its pages call quiet public."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


class Risk(StrEnum):
    """Rules that a person may pass over."""

    TAG_OFFICIALS = "tag-officials"


_DEFAULT = Limits()
_DAYS_A_WEEK = 7

Network = Annotated[NetworkName, reads(one_of("network", NetworkName)), any_of(NetworkName)]
Manners = Annotated[PublicNetwork, reads(one_of("network to imitate", PublicNetwork)), any_of(PublicNetwork)]
VisibilityWord = Annotated[Visibility, reads(one_of("visibility", Visibility)), any_of(Visibility)]
RiskName = Annotated[Risk, reads(one_of("rule to pass over", Risk)), any_of(Risk)]


class TokenForm(Form):
    """Where the token is kept: an environment variable or a file, never the token itself."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    env: Variable | None = key(
        "The name of the environment variable that holds the token.",
        default=None,
        example="AWARENESS_MAIN_MASTODON_TOKEN",
    )
    file: FilePath | None = key(
        "The path of a file that holds the token and nothing else; relative to the folder that holds config/.",
        default=None,
        example="/run/secrets/main-mastodon",
    )

    def build(self) -> Secret:
        return Secret(env=self.env, file=self.file)


class LimitsForm(Form):
    """How much and when this account speaks, whatever schedules it is in."""

    per_day: Annotated[int, reads(whole(1, 1000)), numbered(1, 1000)] = key(
        "The most posts on one date, in the schedule's zone.", default=_DEFAULT.per_day, says="6", example="6"
    )
    per_week: Annotated[int, reads(whole(1, 7000)), numbered(1, 7000)] | None = key(
        "The most posts from Monday to Sunday.", default=None, says="7 times per_day", example="42"
    )
    gap: Duration = key("The least time between two posts.", default=_DEFAULT.gap, says="1h", example="2h")
    quiet: Hours | None = key(
        "Hours in which nothing is said, in the schedule's zone; they may cross midnight.",
        default=None,
        example="22:00-08:00",
    )
    characters: Annotated[int, reads(whole(1, 100_000)), numbered(1, 100_000)] | None = key(
        "The longest post, where the server takes more or fewer characters than its network usually does.",
        default=None,
        says="what the network takes",
        example="1000",
    )

    readings_per_day: Annotated[int, reads(whole(0, 10_000)), numbered(0, 10_000)] = key(
        "How often its network may be asked in a day of UTC what became of a post: likes, boosts, answers.",
        default=_DEFAULT.readings_per_day,
        says="200",
        example="100",
    )

    def build(self) -> Limits:
        return Limits(
            per_day=self.per_day,
            per_week=self.per_week or self.per_day * _DAYS_A_WEEK,
            gap=self.gap,
            quiet=Quiet(start=self.quiet.start, end=self.quiet.end) if self.quiet else None,
            characters=self.characters,
            readings_per_day=self.readings_per_day,
        )


class BudgetForm(Form):
    """What this account may spend in one calendar month, in US dollars."""

    posting: Dollars = key("On posts, and on looking whether one is out.", example="20")
    reading: Dollars = key("On counting likes, answers and the like.", default=0, says="0", example="2.50")

    def build(self) -> Budget:
        return Budget(posting=self.posting, reading=self.reading)


class RiskForm(Form):
    """A person's decision to pass over a rule that protects the account."""

    rule: RiskName = key(
        "The rule. tag-officials: address officials by their handle on a network whose rules forbid it to automated "
        "accounts; at most one in a post and one a day.",
        example="tag-officials",
    )
    who: Text = key("Who decided.", example="Anna")
    why: Text = key("Why.", example="agreed by the campaign's meeting of 3 May")

    def build(self) -> AcceptedRisk:
        return AcceptedRisk(rule=str(self.rule), who=self.who, why=self.why)


class AccountForm(Form):
    """One login on one network."""

    id: Id = key(
        "Names the account in schedules, in the record and on the command line. Choose it once and keep it.",
        example="main-mastodon",
    )
    network: Network = key(
        "Where it is. What goes to paper is written to a file on this machine and published nowhere.", example="paper"
    )
    like: Manners | None = key(
        "For paper only: the network whose lengths and manners are imitated.",
        default=None,
        says="paper's own",
        example="mastodon",
    )
    handle: Handle | None = key(
        "Its name at its network, without @. Bluesky needs it; elsewhere a token of any other account is then refused.",
        default=None,
        says="whoever the token belongs to",
        example="camps.example.org",
    )
    server: Server | None = key(
        "The address of its server. Mastodon needs it; on X it is there for tests.",
        default=None,
        says="https://bsky.social on Bluesky, https://api.x.com on X",
        example="https://mastodon.example",
    )
    proxy: Proxy | None = key(
        "A proxy that carries everything of this account; where it cannot be reached, nothing goes out.",
        default=None,
        says="none",
        example="socks5h://127.0.0.1:9050",
    )
    token: TokenForm | None = key(
        "Where its token is kept. Every network but paper needs one.",
        default=None,
        example="{env: AWARENESS_MAIN_MASTODON_TOKEN}",
    )
    language: LanguageCode = key("The language it speaks.", default="en", says="en", example="en")
    limits: LimitsForm = key(
        "How much and when it speaks.",
        default=LimitsForm(),
        says="{per_day: 6, per_week: 42, gap: 1h}",
        example="{gap: 2h}",
    )
    budget: BudgetForm | None = key(
        "What it may spend in a month. An account on X needs one: each post is paid for.",
        default=None,
        says="nothing is spent",
        example="{posting: 20, reading: 2}",
    )
    visibility: VisibilityWord = key(
        "On Mastodon: who sees its posts. Many servers ask automated accounts to post unlisted.",
        default=Visibility.PUBLIC,
        says="public",
        example="unlisted",
    )
    warning: Text | None = key(
        "On Mastodon: the content warning that stands before each of its posts.",
        default=None,
        says="none",
        example="Persecution, violence",
    )
    accept_risk: tuple[RiskForm, ...] = key(
        "Rules that a person has decided to pass over for this account.",
        default=(),
        says="none",
        example="[{rule: tag-officials, who: Anna, why: agreed}]",
    )

    def build(self) -> Account:
        return Account(
            id=self.id,
            network=str(self.network),
            like=str(self.like) if self.like else None,
            handle=self.handle,
            server=self.server,
            proxy=self.proxy,
            token=self.token.build() if self.token else None,
            language=self.language,
            limits=self.limits.build(),
            budget=self.budget.build() if self.budget else None,
            visibility=str(self.visibility),
            warning=self.warning or "",
            accepted=tuple(risk.build() for risk in self.accept_risk),
        )


class AccountsForm(Form):
    """The accounts that speak."""

    accounts: tuple[AccountForm, ...] = key("One entry for each login.", example="[{id: demo, network: paper}]")
