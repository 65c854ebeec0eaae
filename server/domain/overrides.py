"""What a desk decides otherwise than the packs: one rule or category, in one shop or all, until a day."""

from msgspec import Struct

from server.domain.verdict import Action


class Order(Struct, frozen=True):
    """What shall happen where a rule (`pack.rule`) or a category speaks; unless it is `signed` only when that is stricter."""

    about: str
    action: Action
    signed: bool = False

    def over(self, action: Action) -> Action:
        """What happens instead."""
        return self.action if self.signed else max(action, self.action)


class Override(Struct, frozen=True, kw_only=True):
    """An order as it is kept: `shop_id` "" for all shops; from `until` (ms) on the packs' word counts again."""

    id: str
    workspace_id: str
    shop_id: str = ""
    about: str
    action: str
    signed: bool = False
    reason: str = ""
    until: int
    created_by: str = ""
    created_at: int = 0

    @property
    def order(self) -> Order:
        """What it orders."""
        return Order(self.about, Action[self.action], self.signed)

    def holds(self, shop_id: str, now: int) -> bool:
        """Whether it counts for this shop now."""
        return now < self.until and self.shop_id in ("", shop_id)
