import pytest

from scheduler.config.reading import read
from scheduler.model.version import Tree
from tests.drawn import a_drawing, a_picture, camera_data, encoded
from tests.harbour import ACCOUNTS, CAMPAIGN, harbour

FILE = "templates/harbour/pictures/banner.png"
PICTURES = f"""pictures:
  - id: banner
    file: {FILE}
    alt: A banner on which stands that the harbour stays open.
"""
ASK = "    ask: Sign the petition.\n"


def tree(*edits: tuple[str, str, str], content: bytes | None = None, shown: bool = True) -> Tree:
    """The harbour with one picture, shown by its petition; `content` None: a good one."""
    show = (CAMPAIGN, ASK, f"{ASK}    pictures: [banner]\n")
    written = harbour(*([show] if shown else []), (CAMPAIGN, "schedules:\n", f"{PICTURES}schedules:\n"))
    texts = {file: text.decode() for file, text in written.files.items()}
    good = a_picture() if content is None else content
    return Tree(files={**harbour(*edits, more=texts).files, FILE: good})


def lines(found: Tree) -> list[str]:
    return [str(problem).removeprefix(f"{CAMPAIGN}:") for problem in read(found).problems]


def test_a_picture_that_is_there_and_shown_and_worded_is_taken() -> None:
    found = read(tree())

    assert found.problems == ()
    assert found.house is not None
    assert [picture.file for picture in found.house.campaigns[0].pictures] == [FILE]
    assert found.house.campaigns[0].actions[0].pictures == ("banner",)


def test_another_picture_in_the_same_file_is_another_campaign() -> None:
    assert read(tree()).house != read(tree(content=a_picture(640, 480))).house


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[banner]", "[baner]", "6:16: actions[sign].pictures[1]: there is no picture 'baner'; did you mean 'banner'?"),
        (
            "[banner]",
            "[banner, banner]",
            "6:24: actions[sign].pictures[2]: this picture is named twice; name it once",
        ),
        (
            FILE,
            FILE.replace("banner", "baner"),
            f"10:11: pictures[banner].file: there is no such file; did you mean '{FILE}'?",
        ),
        (
            "A banner on which stands that the harbour stays open.",
            "banner.png",
            (
                "11:10: pictures[banner].alt: this is a file's name, and says nothing of what the picture shows; "
                "describe it as you would to somebody on the telephone"
            ),
        ),
        (
            "A banner on which stands that the harbour stays open.",
            "{en: A banner of the harbour., ru: IMG_1.jpg}",
            (
                "11:45: pictures[banner].alt.ru: this is a file's name, and says nothing of what the picture shows; "
                "describe it as you would to somebody on the telephone"
            ),
        ),
        (
            "alt: A banner on which stands that the harbour stays open.",
            "alt: {ru: Плакат гавани.}",
            (
                "11:10: pictures[banner].alt: this does not say in en what the picture shows, which an account speaks; "
                "add `en: …`"
            ),
        ),
        (
            "    alt: A banner on which stands that the harbour stays open.\n",
            "",
            '9:5: pictures[banner].alt: this is missing; add `alt: "A banner on which stands: Close the camps"`',
        ),
    ],
)
def test_what_is_wrong_in_the_campaign_is_said_with_its_place(old: str, new: str, line: str) -> None:
    assert lines(tree((CAMPAIGN, old, new))) == [line]


def test_the_languages_of_the_accounts_are_those_that_a_campaign_speaks() -> None:
    english = "11:10: pictures[banner].alt: this does not say in ru what the picture shows, which an account speaks; "
    assert lines(tree((ACCOUNTS, "network: paper", "network: paper\n    language: ru"))) == [f"{english}add `ru: …`"]
    brazil = (ACCOUNTS, "network: paper", "network: paper\n    language: pt-BR")
    alt = (CAMPAIGN, "alt: A banner", "alt:\n      pt: Uma faixa.\n      en: A banner")
    assert lines(tree(brazil, alt)) == []


def test_five_pictures_are_too_many() -> None:
    assert lines(tree((CAMPAIGN, "[banner]", "[a, b, c, d, e]")))[0] == (
        "6:15: actions[sign].pictures: there are too many of these; keep at most 4"
    )


def test_two_pictures_do_not_share_an_id() -> None:
    twice = (CAMPAIGN, "schedules:\n", f"  - {{id: banner, file: {FILE}, alt: A banner.}}\nschedules:\n")
    assert "this id is used twice, first in line 9" in "\n".join(lines(tree(twice)))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"Dear Anna", "this file is no picture of a known kind; save it as PNG, JPEG, WebP or GIF"),
        (a_picture()[:-40], "this picture is broken or cut short; save it again, or restore the file"),
        (
            a_picture(150, 199),
            "this picture is too small: 150 by 199 pixels; use one whose longer side has 200 pixels or more",
        ),
    ],
)
def test_a_file_that_shows_nothing_is_refused(content: bytes, line: str) -> None:
    assert lines(tree(content=content)) == [f"10:11: pictures[banner].file: {line}"]


def test_what_is_lost_before_it_is_published_is_a_warning() -> None:
    told = (
        "10:11: warning: pictures[banner].file: this file says where it was taken, which is removed before it is "
        "published; save it without its position, or everybody who has these files knows it"
    )
    assert lines(tree(content=a_picture(exif=camera_data(position=True)))) == [told]
    lost = (
        "10:11: warning: pictures[banner].file: this picture moves, and only its beginning is shown; nothing, where "
        "the first picture of it says enough"
    )
    moving = encoded(a_drawing(), "GIF", save_all=True, append_images=[a_drawing().rotate(90)])
    assert lines(tree(content=moving)) == [lost]


def test_a_picture_that_nothing_shows_is_a_warning() -> None:
    unshown = (
        "8:5: warning: pictures[banner]: no action shows this picture; "
        "write `pictures: [banner]` where it belongs, or take it out"
    )
    assert lines(tree(shown=False)) == [unshown]
    unnamed = Tree(files={**harbour().files, FILE: a_picture()})
    fix = "add it to the `pictures:` of a campaign, or move it elsewhere"
    assert lines(unnamed) == [f"{FILE}: warning: no campaign names this picture; {fix}"]


def test_no_picture_is_called_unnamed_while_a_campaign_cannot_be_read() -> None:
    broken = Tree(files={**harbour(more={CAMPAIGN: "["}).files, FILE: a_picture()})
    assert [line for line in lines(broken) if "no campaign names" in line] == []


def test_what_was_taken_before_is_not_opened_again() -> None:
    damaged = tree(content=b"Dear Anna")
    assert read(damaged).house is None
    assert read(damaged, judged=True).house is not None
