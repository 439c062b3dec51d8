"""The container file and the systemd unit: what they name is there, and they run as nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.front.server import running
from tests.paths import ROOT

FOLDER = ROOT / "bot" / "deploy"
CONTAINER = (FOLDER / "Containerfile").read_text("utf-8")
UNIT = (FOLDER / "motpourmot.service").read_text("utf-8")
SETTINGS = {name.upper() for name in Settings.model_fields}


def test_the_container_takes_what_the_package_is_built_of() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert {"pyproject.toml", "index", "bot"} <= names
    assert all((ROOT / name).exists() for name in names)


def test_both_set_what_are_settings_and_keep_all_in_their_own_folders() -> None:
    (block,) = re.findall(r"^ENV ((?:.*\\\n)*.*)$", CONTAINER, re.MULTILINE)
    container = dict(re.findall(r"([A-Z_]+)=(\S+)", block))
    lines = re.findall(r"^Environment=(.+)$", UNIT, re.MULTILINE)
    unit = dict(item.split("=", 1) for line in lines for item in line.split())
    for values, folders in (
        (container, ("/data/",)),
        (unit, ("/var/lib/motpourmot", "/var/cache/motpourmot")),
    ):
        assert set(values) <= SETTINGS
        Settings(**values)
        for name in ("DATA_DIR", "CACHE_DIR", "DATABASE_URL"):
            path = values[name].removeprefix("sqlite:///")
            assert path.startswith(folders), name


def test_nothing_runs_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", CONTAINER, re.MULTILINE)
    assert users == ["10001"]
    assert CONTAINER.index("USER") < CONTAINER.index("ENTRYPOINT")
    assert "DynamicUser=yes" in UNIT
    assert "ProtectSystem=strict" in UNIT


def test_the_health_check_of_the_container_tells_whether_it_answers() -> None:
    (found,) = re.findall(r"^HEALTHCHECK .*? CMD (\[.*\])$", CONTAINER, re.MULTILINE)
    _, *arguments = json.loads(found)

    def check(port: int) -> int:
        environment = {**os.environ, "PORT": str(port)}
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
        return done.returncode

    with running() as server:
        assert check(server.port) == 0
        port = server.port
    assert check(port) != 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "motpourmot.service"
    unit.write_text(UNIT.replace("/opt/motpourmot/bin/motpourmot", sys.executable), "utf-8")
    command = ["systemd-analyze", "verify", str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    complaints = [line for line in done.stderr.splitlines() if "motpourmot" in line]
    assert (done.returncode, complaints) == (0, [])
