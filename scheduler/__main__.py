"""The command `awareness`."""


def main() -> None: ...
