"""A week of the example campaign on three networks at once: how many posts came out as they were shown."""

import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from scheduler.model.delivery import OUT
from tests.week import the_week


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, the_week(Path(folder)) as week:
        began = perf_counter()
        week.pass_by()
        rows = [row for row in week.rows() if row.state in OUT]
        for name, station in week.places.items():
            texts = Counter(row.post.text for row in rows if row.account == name)
            same_bytes = texts == Counter(station.sent())
            same_read = texts == Counter(post.text for post in station.shown())
            planned = sum(week.planned.get(str(row.key)) == row.post.text for row in rows if row.account == name)
            previewed = sum(row.post.text in week.previewed(row) for row in rows if row.account == name)
            print(
                f"{name}: {texts.total()} posts; as the plan showed them {planned}, as preview shows them {previewed}; "
                f"the bytes sent say the same: {same_bytes}; the world reads the same: {same_read}"
            )
        print(f"{perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
