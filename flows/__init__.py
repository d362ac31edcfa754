"""Orchestration: the only room with Prefect, disk, processes and the clock."""

from __future__ import annotations

import logging
import os

# Prefect reads these once, when it is imported; a setting of the user's own wins.
SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows,transforms",
}
for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)
for _name in ("flows", "transforms"):
    logging.getLogger(_name).setLevel(logging.INFO)
