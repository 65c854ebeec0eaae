"""Rule packs, views of a text, matcher, verdict: whether a text may be said where it is about to be said."""

from server.compliance.engine import Compliance as Compliance
from server.compliance.loading import PackError as PackError
from server.compliance.loading import load_packs as load_packs
from server.compliance.scene import Scene as Scene
