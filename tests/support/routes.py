"""`python -m tests.support.routes <data dir>`: prints every route and mount of a house as JSON. In a process of its own, for a
house sets its process up as it likes."""

import json
import sys
from pathlib import Path

from server.app.house import House
from server.app.serving import server
from server.settings import Settings

if __name__ == "__main__":
    app = server(House(Settings(data_dir=Path(sys.argv[1])))).config.app.pages
    sys.stdout.write(json.dumps([(type(route).__name__, route.path) for route in app.routes]))
