"""The scenarios, by name."""

from msgspec.structs import replace

from loadtest.people.manner import Manner
from loadtest.scenarios.scenario import Event, Scenario

USUAL = Manner()

SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        name="shop_day",
        about="a day in small: a morning, a busy evening, a night; three in ten write, the others look around",
        crowd=((0.0, 0.0), (0.15, 0.35), (0.35, 0.5), (0.55, 1.0), (0.75, 0.9), (0.95, 0.3), (1.0, 0.2)),
    ),
    Scenario(
        name="rush_hour",
        about="everybody comes within a tenth of the time, and most of them write, at once",
        crowd=((0.0, 0.0), (0.1, 1.0), (1.0, 1.0)),
        manner=replace(USUAL, talking=0.7, every=12.0, answers=4.0),
    ),
    Scenario(
        name="reconnect_storm",
        about="twice all lines are lost at once; a server of our own is killed and started again",
        events=(Event("storm", 0.4), Event("storm", 0.7)),
    ),
    Scenario(
        name="slow_readers",
        about="a third of the shoppers stop reading their lines for half a minute at a time",
        manner=replace(USUAL, talking=0.6, every=8.0, answers=3.0, deaf=0.33, deaf_for=30.0),
    ),
    Scenario(
        name="translator_down",
        about="the translation engine is away for a third of the time",
        events=(Event("translator", 0.33, 0.66),),
        engine=True,
    ),
    Scenario(
        name="redis_restart",
        about="Redis dies twice and comes back",
        events=(Event("redis", 0.35, 0.5), Event("redis", 0.65, 0.8)),
    ),
    Scenario(
        name="night_shift",
        about="in the middle of the run the day's agents hand over to the night's",
        manner=replace(USUAL, talking=0.6, every=12.0),
        events=(Event("shifts", 0.5),),
    ),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
