import pytest

from scheduler.wire.quoting import quoted


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Text is too long", "Text is too long"),
        ("  two\nlines\x1b[31m\u202e ", "two lines [31m"),
        ("", ""),
        (None, ""),
        ({"a": 1}, ""),
        ("see https://example.org/a?token=1#b for more", "see https://example.org/a for more"),
        ("bad header Authorization: Bearer abc.def", "bad header […]"),
        ("The bearer token is invalid", "The bearer token is invalid"),
        ("token=abc was not known, nor Bearer abcdefghijklmnop", "[…] was not known, nor […]"),
        ("got s3cret and more s3cret", "got […] and more […]"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_what_a_network_says_is_one_short_line_without_secrets(said: object, shown: str) -> None:
    assert quoted(said, "s3cret", "") == shown


def test_a_secret_is_gone_before_the_rest_is_cut() -> None:
    assert "s3c" not in quoted("x" * 195 + "s3cret", "s3cret")
