from scheduler.model.secret import Secret


def test_it_names_a_place_and_holds_no_secret() -> None:
    assert Secret(env="AWARENESS_TOKEN") == Secret(env="AWARENESS_TOKEN", file=None)
