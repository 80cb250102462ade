"""What keeps posts from going out, said beside whatever speaks of them: stops, a STOP file, no service."""

from collections.abc import Sequence

from scheduler.app import App
from scheduler.cli.screen import Screen
from scheduler.model.delivery import Delivery
from scheduler.words.posts import resume_words, stop_words


def tell_what_stands_in_the_way(app: App, rows: Sequence[Delivery], screen: Screen, *, service: bool = True) -> None:
    """`service`: say, too, where none runs that would send them."""
    with app.store.look() as looking:
        stops = looking.stops()
    for stop in stops:
        covered = [r for r in rows if stop.covers(campaign=r.key.campaign, account=r.account, key=str(r.key))]
        if covered:
            which = (
                "it waits" if len(rows) == 1 else "all wait" if len(covered) == len(rows) else f"{len(covered)} wait"
            )
            what = stop_words(stop.scope, stop.subject)
            screen.talk(f"Stopped: {what}, by {stop.who}; {which} for `{resume_words(stop.scope, stop.subject)}`.")
    if app.files.stop_file():
        screen.talk("A STOP file lies in the folder: nothing goes out while it is there.")
    if service and app.store.engine_owner() is None:
        screen.talk("No service is running now: posts go out once `awareness run` or `awareness once` does.")
