"""Asks the networks whose accounts ours are, keeps what they say, and holds it against the files."""

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.errors import ChannelTrouble, NotAllowed
from scheduler.model.account import Account, Profile
from scheduler.model.money import Purpose, month_of
from scheduler.model.record import Stop
from scheduler.service.appraising import Appraisal, appraise
from scheduler.service.desk import Desk
from scheduler.service.fence import is_live
from scheduler.service.ports import Channel
from scheduler.service.profiles import keep_profile, profile_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one account stands. `profile` is what its network says, or said when it was last asked (None: never);
    `fresh`: just now. `spent`: this month, in millionths of a US dollar. `silent`: why it did not say anything now."""

    account: Account
    public: bool
    live: bool
    stop: Stop | None
    profile: Profile | None
    fresh: bool
    spent: int = 0
    silent: str = ""
    appraisal: Appraisal = field(default_factory=Appraisal)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What needs a person."""
        stopped = (f"stopped by {self.stop.who}: {self.stop.why}",) if self.stop else ()
        return (*filter(None, (self.silent,)), *stopped, *self.appraisal.troubles)


class Introducing:
    def __init__(self, desk: Desk, channel: Callable[[Account], Channel | None]) -> None:
        self._desk = desk
        self._channel = channel

    def meet(self, account: Account, *, who: str) -> Profile:
        """Ask, and keep what it says. Raises ChannelTrouble, and NotAllowed where there is no channel."""
        channel = self._channel(account)
        if channel is None:
            raise NotAllowed(f"this version has no channel for {account.network}")
        profile = channel.introduce()
        if channel.capabilities.public:
            with self._desk.transaction(who) as t:
                keep_profile(t, account.id, profile)
        return profile

    def must_be_fit(self, account: Account, profile: Profile) -> Appraisal:
        """Raises NotAllowed where it could not say what is planned for it."""
        found = appraise(account, profile, self._desk.clock.now())
        if found.unfit:
            raise NotAllowed("; ".join(found.unfit))
        return found

    def standing(self, account: Account, *, who: str, offline: bool = False) -> Standing:
        """`offline`: nothing is asked. Raises StoreTrouble alone."""
        channel = self._channel(account)
        public = channel is None or channel.capabilities.public
        profile, silent = (None, "") if offline else self._try_to_meet(account, who)
        fresh = profile is not None
        profile = profile or profile_of(self._desk.store, account.id)
        if offline and profile is None and public:
            silent = "its network was never asked; run `awareness accounts`"
        with self._desk.store.look() as looking:
            stops = [s for s in looking.stops() if s.covers(campaign="", account=account.id, key="")]
            month = month_of(self._desk.clock.now())
            spent = sum(looking.spent(purpose, since=month).get((account.id, month), 0) for purpose in Purpose)
            live = not public or (channel is not None and is_live(looking, channel, account))
        return Standing(
            account=account,
            public=public,
            live=live,
            stop=stops[0] if stops else None,
            profile=profile,
            fresh=fresh,
            spent=spent,
            silent=silent,
            appraisal=appraise(account, profile, self._desk.clock.now()) if profile and public else Appraisal(),
        )

    def _try_to_meet(self, account: Account, who: str) -> tuple[Profile | None, str]:
        try:
            return self.meet(account, who=who), ""
        except (ChannelTrouble, NotAllowed) as trouble:
            return None, str(trouble)
