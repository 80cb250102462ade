"""How often everything happens that can go wrong in a simulated day."""

from tests.simulation.fates import Moment

A_DAY: dict[str, float] = {
    "crash": 1.0,
    "outage": 0.7,
    "stop": 0.3,
    "stop_file": 0.08,
    "edit": 0.5,
    "jump": 0.07,
    "skip": 0.1,
    "move": 0.15,
    "delete": 0.12,
    "vanish": 0.12,
    "store": 0.4,
    "silence": 0.04,
    "skew": 0.1,
    "person": 3.0,
    "settle_up": 0.2,
}
"""How often each happens in a day."""

MEANWHILE: dict[Moment, dict[str, float]] = {
    Moment.PREPARING: {"crash": 0.01, "stop": 0.01},
    Moment.CONNECTED: {"crash": 0.02, "stop": 0.015, "unconfirmed": 0.005, "unwritten": 0.005, "edit": 0.005},
    Moment.FENCED: {"crash": 0.02, "stop": 0.01, "hang": 0.01},
    Moment.TAKEN: {"crash": 0.02, "unwritten": 0.02, "unconfirmed": 0.01, "hang": 0.005},
}
"""How often each happens while a request stands there."""
