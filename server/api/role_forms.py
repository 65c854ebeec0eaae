"""Roles of a desk, as those who make them see them."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from server.api.admin_forms import Name
from server.api.forms import Form, Given
from server.domain.permissions import Permission

Permissions = Annotated[tuple[Permission, ...], Meta(max_length=20)]


class AskRole(Form, frozen=True):
    """A new role."""

    name: Name
    permissions: Permissions


class ChangeRole(Form, frozen=True):
    """What of a role is to change. Whoever has it logs in again."""

    name: Name | UnsetType = UNSET
    permissions: Permissions | UnsetType = UNSET


class RoleCard(Given, frozen=True):
    """A role and what it holds; those of the house (`own` is false) have their name as id, and stay as they are."""

    id: str
    name: str
    permissions: tuple[Permission, ...]
    own: bool


class RoleCards(Given, frozen=True):
    """The house's roles, then the workspace's own, by name."""

    items: tuple[RoleCard, ...]
