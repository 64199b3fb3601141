"""What runs an install names only what there is, and the tools of each file take it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.utils import timezone

from cms.watching import metrics
from cms.watching.checks import Door, findings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
CERTIFICATE = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=a.example")


def tool(name: str) -> str:
    """Where it is; without it the test is skipped."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def takes(*command: str | Path) -> str:
    """What a tool says of a file that it takes."""
    done = subprocess.run([str(word) for word in command], check=False, capture_output=True, text=True, timeout=60)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_unit_runs_a_command_of_ours_comes_back_and_is_watched(unit: Path) -> None:
    text = unit.read_text()
    command = re.search(r"^ExecStart=/srv/mortar/\.venv/bin/python manage\.py (\w+)", text, re.MULTILINE)
    assert command is not None
    assert command[1] in get_commands()
    for line in ("Restart=always", "Type=notify", "NoNewPrivileges=yes", "ProtectSystem=strict", "User=mortar"):
        assert line in text.splitlines()
    assert re.search(r"^WatchdogSec=\d+$", text, re.MULTILINE)


def test_services_of_the_compose_file_run_commands_of_ours() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    started = {service["command"][0] for service in services.values() if "command" in service}
    prepared = set(re.findall(r"manage\.py (\w+)", str(services["prepare"]["entrypoint"])))
    assert started >= {"serve", "run_scheduler"}
    assert started | prepared <= set(get_commands())


def test_image_holds_what_it_copies_and_nothing_is_sent_that_it_does_not() -> None:
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE))
    names = {name.rstrip("/") for words in copied for name in words.split()}
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert names == let_in
    assert all((ROOT / name).exists() for name in names)


@pytest.mark.django_db
def test_alerts_ask_for_numbers_that_there_are() -> None:
    text = (DEPLOY / "prometheus" / "alerts.yaml").read_text()
    asked = set(re.findall(r"mortar_[a-z_]+", "\n".join(re.findall(r"expr: (.+)", text))))
    counted = {value._name for value in vars(metrics).values() if hasattr(value, "_name")}
    known = {f"{name}{end}" for name in counted for end in ("", "_total", "_bucket")}
    for check, _ in findings(Door.READY, timezone.now()):
        known |= {f"mortar_{check.name}_good", f"mortar_{check.name}_age_seconds"}
    assert asked - known == set()


@pytest.mark.trial
def test_units_are_clean_for_systemd(tmp_path: Path) -> None:
    analyze = tool("systemd-analyze")
    for unit in UNITS:
        name = unit.name.replace("@", "@8001")
        python = Path(shutil.which("python3") or "/usr/bin/python3")
        (tmp_path / name).write_text(unit.read_text().replace("/srv/mortar/.venv/bin/python", str(python)))
        assert takes(analyze, "verify", tmp_path / name) == ""


@pytest.mark.trial
def test_alerts_ring_when_they_should() -> None:
    assert "SUCCESS" in takes(tool("promtool"), "test", "rules", DEPLOY / "prometheus" / "alerts_test.yaml")


@pytest.mark.trial
def test_nginx_takes_its_files(tmp_path: Path) -> None:
    nginx = tool("nginx")
    subprocess.run([*CERTIFICATE, "-keyout", tmp_path / "k", "-out", tmp_path / "c"], check=True, capture_output=True)
    moved = {
        "/etc/nginx/mortar-locations.conf": f"{tmp_path}/locations.conf",
        "/etc/ssl/mortar/fullchain.pem": f"{tmp_path}/c",
        "/etc/ssl/mortar/privkey.pem": f"{tmp_path}/k",
        "/var/cache/mortar": f"{tmp_path}/cache",
    }
    text = (DEPLOY / "nginx" / "mortar.conf").read_text()
    for before, after in moved.items():
        text = text.replace(before, after)
    shutil.copy(DEPLOY / "nginx" / "mortar-locations.conf", tmp_path / "locations.conf")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    assert "test is successful" in takes(nginx, "-t", "-c", tmp_path / "nginx.conf")


@pytest.mark.trial
def test_caddy_takes_its_file() -> None:
    command = (tool("caddy"), "validate", "--adapter", "caddyfile", "--config", DEPLOY / "caddy" / "Caddyfile")
    assert "Valid configuration" in takes(*command)


@pytest.mark.trial
def test_container_is_clean_for_its_linter() -> None:
    assert takes(tool("hadolint"), DEPLOY / "Containerfile") == ""
