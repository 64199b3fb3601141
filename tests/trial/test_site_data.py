"""What programs read of every page of the demo: the Nu HTML Checker, schema.org, and one word on hours everywhere."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from cms.demo.holidays import coming
from tests.api.site.schema_org import faults_of
from tests.frontend_templates import hours_walk as walk
from tests.harness.demo import ask
from tests.trial.demo_site import port
from tests.trial.site_pages import KINDS, STORES, every_page, text_of

__all__ = ["port"]

pytestmark = pytest.mark.trial

CHECKER = "vnu-jar@26.9.27"
HOLIDAYS = ("thanksgiving", "christmas-eve", "christmas-day", "new-years-eve", "new-years-day")
CLOCKS = (time(0, 30), time(8, 59), time(9), time(13, 45), time(18, 30), time(20, 30))


@pytest.fixture(scope="module")
def texts(port: int) -> dict[str, str]:
    """The HTML of every page of every store, and of one of each kind, by `store path`."""
    found = {f"{kind.store} {kind.path}": text_of(kind, port) for kind in KINDS}
    for store in STORES:
        for path in every_page(port, store):
            found[f"{store} {path}"] = ask(port, path, store).text
    return found


def test_checker_of_html_finds_nothing(texts: dict[str, str], tmp_path: Path) -> None:
    npx, java = shutil.which("npx"), shutil.which("java")
    if not (npx and java):
        pytest.skip("there is no Node, or no Java")
    names = {f"{number}.html": name for number, name in enumerate(texts)}
    for file, name in names.items():
        (tmp_path / file).write_text(texts[name])
    command = [npx, "--yes", f"--package={CHECKER}", "vnu", "--format", "json", "--exit-zero-always", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    messages = json.loads(done.stdout or done.stderr)["messages"]
    found = Counter((each["type"], each["message"]) for each in messages)
    where = {each["message"]: names[Path(each["url"]).name] for each in messages}
    assert [(many, *what, where[what[1]]) for what, many in found.items()] == []


def test_documents_say_what_schema_org_knows(texts: dict[str, str]) -> None:
    assert {fault for text in texts.values() for fault in faults_of(documents_in(text))} == set()


def test_no_two_pages_of_a_store_that_are_found_have_one_title(texts: dict[str, str]) -> None:
    """A page has one address that search engines list, whichever it was asked at."""
    titles: dict[str, str] = {}
    for text in texts.values():
        html = BeautifulSoup(text, "html.parser")
        for link in html.select('link[rel="canonical"]'):
            if html.title and html.select('meta[name="robots"][content="index"]'):
                titles[str(link["href"])] = html.title.text
    assert len(titles) > 200
    assert [title for title, many in Counter(titles.values()).items() if many > 1] == []


def documents_in(text: str) -> list[Any]:
    html = BeautifulSoup(text, "html.parser")
    return [json.loads(tag.text) for tag in html.select('script[type="application/ld+json"]')]


def moments(zone: ZoneInfo) -> Iterator[datetime]:
    """Today, tomorrow and the next days, and holidays: before, at and after times at which something may change."""
    today = datetime.now(zone).date()
    days = {today + timedelta(days=number) for number in range(4)} | {coming(each, today) for each in HOLIDAYS}
    for day in sorted(days):
        for clock in CLOCKS:
            yield datetime.combine(day, clock, zone)


@pytest.mark.parametrize("store", STORES)
def test_header_tables_sidebar_data_and_api_agree_at_every_moment(
    store: str, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    zone = ZoneInfo(json.loads(ask(port, f"/api/v2/stores/{store}/").text)["time_zone"])
    found, compared = [], 0
    for at in moments(zone):
        asked = f"?at={quote(at.isoformat())}"
        hours = json.loads(ask(port, f"/api/v2/stores/{store}/{asked}").text)["hours"]
        for surface, states in surfaces(port, store, asked, at, hours):
            compared += len(states)
            said = {counter: each["status"]["state"] for counter, each in hours.items()}
            found += [] if states == said else [f"{at.isoformat()} {surface}: {states}, API: {said}"]
    with capsys.disabled():
        print(f"\n{store}: {compared} answers of a surface on a counter compared")  # noqa: T201
    assert found == []


def surfaces(
    port: int, store: str, asked: str, at: datetime, hours: dict[str, Any]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Name of each surface, and the state that it tells of each counter."""
    for path in ("/", "/health/", "/hours/"):
        text = ask(port, path + asked, store).text
        html = BeautifulSoup(text, "html.parser")
        yield f"header of {path}", walk.header_states(html, hours)
        yield f"data of {path}", dict(walk.json_ld_states(documents_in(text)[0], at, hours))
        if path == "/hours/":
            yield "page of hours", dict(states_of_the_page_of_hours(html, at, hours))
        else:
            yield f"captions of {path}", dict(walk.caption_states(html))
            yield f"rows of {path}", dict(walk.row_states(html, at, hours))


def states_of_the_page_of_hours(html: BeautifulSoup, at: datetime, hours: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the captions say. The row that is marked is today's, with today's hours."""
    for counter in html.select(".weeks .counter"):
        caption = counter.select_one("caption, .counter-name")
        assert caption is not None
        name = walk.NAMES[str(caption.find(string=True, recursive=False)).strip()]
        status = caption.select_one(".status")
        yield name, str(status["class"][-1]).removeprefix("status-") if status else "unknown"
        for row in counter.select(".today"):
            check_today(row, at.date(), hours[name])


def check_today(row: Any, day: date, hours: dict[str, Any]) -> None:
    """Today is the date, or the one before it while its night runs."""
    weekday = row.select_one("th").find(string=True, recursive=False).strip()
    if weekday != walk.DAYS[day.weekday()]:
        day -= timedelta(days=1)
    assert weekday == walk.DAYS[day.weekday()]
    special = next((each for each in hours["dates"] if each["date"] == day.isoformat()), None)
    slots = special["slots"] if special else hours["week"][day.weekday()]["slots"]
    assert len(row.select(".slot")) == len(slots), (day, row.text, slots)
