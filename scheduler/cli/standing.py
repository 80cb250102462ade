"""What keeps posts from going out, said beside whatever speaks of them: stops, a STOP file, no service."""

from collections.abc import Sequence

from scheduler.app import App
from scheduler.cli.opening import readers_zone
from scheduler.cli.screen import Screen
from scheduler.model.delivery import Delivery
from scheduler.words.stops import file_words, resume_words, whole_words


def tell_of_stop_file(app: App, screen: Screen) -> None:
    if (found := app.files.stop_file()) is not None:
        known = file_words(found, readers_zone(app))
        screen.talk(
            f"A STOP file lies in the folder{f' ({known})' if known else ''}: nothing goes out while it is there. "
            "Remove it to go on."
        )


def tell_of_stops(app: App, screen: Screen) -> None:
    """All that are in force, with what lifts each."""
    with app.store.look() as looking:
        stops = looking.stops()
    for stop in stops:
        lifted = "awareness recover" if stop.waits_for_recover else resume_words(stop.scope, stop.subject)
        screen.talk(f"Stopped: {whole_words(stop, readers_zone(app))}; `{lifted}` goes on.")
    tell_of_stop_file(app, screen)


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
            lifted = resume_words(stop.scope, stop.subject)
            screen.talk(f"Stopped: {whole_words(stop, readers_zone(app))}; {which} for `{lifted}`.")
    tell_of_stop_file(app, screen)
    if service and app.store.engine_owner() is None:
        screen.talk("No service is running now: posts go out once `awareness run` or `awareness once` does.")
