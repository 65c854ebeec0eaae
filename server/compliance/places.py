"""What the platforms' own packs say: the action that a policy's name has on a channel."""

from server.compliance.pack import Pack, Platform


class Places:
    """The platforms of some packs by the channels they are for."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self._platforms: dict[str, Platform] = {
            name: pack.platform for pack in packs if pack.platform for name in pack.platform.names
        }

    def platform(self, channel: str) -> Platform | None:
        """The platform that a channel belongs to, where a pack describes it."""
        return self._platforms.get(channel)

    def action(self, channel: str, policy: str) -> str:
        """What the platform wants; "" where its pack says nothing of it."""
        platform = self._platforms.get(channel)
        return platform.policy.get(policy, "") if platform else ""
