"""Whether something that is a secret stands in the repository: detect-secrets' detectors of named kinds, over all our files.

`python -m checks.secrets [root]` prints each find as file:line and exits 1 when there is one. Detectors that guess by randomness
or by a variable's name are left out: what they cry about here are ids, hashes of locks and passwords of demos. A line that
shows a made-up one on purpose says `not a secret`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from detect_secrets.core.scan import _get_lines_from_file, scan_file
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import get_plugins, transient_settings

from checks.traces import LARGEST, MEANT, NOT_OURS, kept

PLUGINS = (
    *("ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "CloudantDetector"),
    *(
        "DiscordBotTokenDetector",
        "GitHubTokenDetector",
        "GitLabTokenDetector",
        "IbmCloudIamDetector",
        "JwtTokenDetector",
    ),
    *(
        "MailchimpDetector",
        "NpmDetector",
        "OpenAIDetector",
        "PrivateKeyDetector",
        "PypiTokenDetector",
        "SendGridDetector",
    ),
    *("SlackDetector", "SoftlayerDetector", "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector"),
    *("TwilioKeyDetector",),
)
QUIET = re.compile(r"package-lock\.json|requirements.*\.txt|(async|open)api\.json|schema\.json|.*\.(svg|png|gz|tsv)")
"""Locks and tables of sentences, which `checks.traces` reads, pictures, and what is made from our own types."""


def heard(path: Path) -> bool:
    """Whether any detector sees anything in what the scanner would read: a tenth of the time of asking the scanner itself."""
    detectors = [plugin.analyze_string for plugin in get_plugins()]
    lines = (line.rstrip() for lines in _get_lines_from_file(str(path)) for line in lines)
    return any(True for line in lines for detector in detectors for _ in detector(line))


def finds(path: Path) -> Iterator[tuple[int, str]]:
    """Line numbers and what kind of secret stands there."""
    if not heard(path):
        return
    lines = path.read_text(errors="replace").splitlines()
    found = SecretsCollection()
    found[str(path)].update(scan_file(str(path)))
    for _, secret in found:
        line = lines[secret.line_number - 1] if 0 < secret.line_number <= len(lines) else ""
        if MEANT not in line:
            yield secret.line_number, secret.type


def main(root: Path) -> int:
    found = []
    with transient_settings({"plugins_used": [{"name": name} for name in PLUGINS]}):
        for path in kept(root):
            ours = not NOT_OURS & set(path.relative_to(root).parts) and not QUIET.fullmatch(path.name)
            if ours and path.stat().st_size <= LARGEST and b"\0" not in path.read_bytes()[:4096]:
                found += [f"{path.relative_to(root)}:{line}: {kind}" for line, kind in finds(path)]
    print("\n".join(sorted(found)) or "nothing found")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
