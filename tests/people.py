"""A person who logs in, as a test writes them down."""

from dataclasses import dataclass, field


@dataclass
class Typed:
    """`answers` are typed in turn. `told` is what they read, `asked_for` what was asked of them."""

    answers: list[str]
    told: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def asked(self, question: str) -> str:
        self.asked_for.append(question)
        return self.answers.pop(0)
