"""What people say and hear of their second factor."""

from typing import Annotated

from msgspec import Meta

from server.api.forms import Form, Given

Code = Annotated[
    str, Meta(min_length=6, max_length=40, pattern="^[0-9A-Za-z -]+$", description="of a phone, or a recovery code")
]
Secret = Annotated[str, Meta(max_length=1024, description="empty for who came by a provider a short while ago")]


class FactorCard(Given, frozen=True):
    """Whether it is on, whether the desk wants it on, and how many recovery codes are left.

    `password`: whether one says it again before the door is changed; who came by a provider has none to say.
    """

    on: bool
    required: bool
    codes_left: int
    password: bool


class BeginFactor(Form, frozen=True):
    """The password once more, before the door is changed."""

    password: Secret = ""


class FactorBegun(Given, frozen=True):
    """For the phone; shown this once. Nothing is on until a code of it was shown."""

    secret: str
    uri: str


class ConfirmFactor(Form, frozen=True):
    """The first code of the phone."""

    code: Code


class FactorOn(Given, frozen=True):
    """It is on; each of these opens the door once, in the phone's place. Shown this once. `csrf` is the new one."""

    codes: tuple[str, ...]
    csrf: str


class EndFactor(Form, frozen=True):
    """Switch one's own off: password and a code."""

    code: Code
    password: Secret = ""
