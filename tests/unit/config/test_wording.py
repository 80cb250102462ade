from scheduler.config.wording import listed, nearest, unknown


def test_a_list_is_in_the_order_of_the_alphabet_and_long_ones_are_cut() -> None:
    assert listed(["b", "a"]) == "a, b"
    assert listed([]) == ""
    names = [f"n{number:02}" for number in range(21)]
    assert listed(names[:20]).endswith("n18, n19")
    assert listed(names).endswith("n18, n19 and 1 more")


def test_the_nearest_is_found_whatever_its_case() -> None:
    assert nearest("ZOME", ["zone", "kinds"]) == "zone"
    assert nearest("zone", ["Zone"]) == "Zone"
    assert nearest("xyz", ["zone", "kinds"]) is None
    assert nearest("xyz", []) is None


def test_how_much_alike_is_enough_can_be_said() -> None:
    assert nearest("BST", ["MST"]) == "MST"
    assert nearest("BST", ["MST"], alike=0.75) is None


def test_of_names_that_differ_in_case_alone_the_first_is_offered() -> None:
    assert nearest("zone", ["zone", "Zone"]) == "Zone"


def test_an_unknown_word_is_repeated_only_beside_its_likeness() -> None:
    assert unknown("account", "demmo", ["demo"]) == ("there is no account 'demmo'", "did you mean 'demo'?")
    assert unknown("account", "hunter", ["demo", "a"]) == ("there is no such account", "known: a, demo")
    assert unknown("account", "hunter", []) == (
        "there is no such account",
        "none is written yet: add it, or leave this out",
    )
