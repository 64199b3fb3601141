"""An editor withdraws articles while a chain of 10,000 stores (--stores) comes in, commit included: each in 3 s.

make trial ARGS="tests/trial/test_recall_in_import.py -s"
"""

import csv
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.urls import reverse

from cms.models import ArticlePage
from stores.models import StorePage
from tests.factories.network import make_editor, stores_folder
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store
from tests.harness.production import PASSWORD, ROOT, Browser, ask, environment, instance, running, words_of
from tests.harness.servers import database_url
from tests.stores.importing.test_planning import new

pytestmark = [pytest.mark.trial, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ARTICLES = 400
PAUSE = 0.5


def write_chain(path: Path, stores: int) -> None:
    rows = [new(f"store-{number:05}", phone=f"(856) 555-{number % 10_000:04}") for number in range(stores)]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def withdraw(editor: Browser, host: str, article: ArticlePage) -> float:
    """Seconds from the click until the editor has the receipt. No reader has the article from then on."""
    kept = f"/api/v2/articles/{article.pk}/"
    assert ask(editor.port, kept, host).status == 200
    place = reverse("cms_recall", args=[article.pk])
    form = editor.fields_of(editor.ask(place))
    reply = editor.send(place, **{**form, "reason": "Wrong dose"})
    assert reply.status == 302, words_of(reply)
    after = ask(editor.port, kept, host)
    assert after.status == 410, (after.status, after.headers["Cache-Status"], after.seconds)
    return reply.seconds


def test_an_editor_who_withdraws_waits_for_no_import(
    tmp_path: Path, settings: Any, pytestconfig: pytest.Config
) -> None:
    most, stores = float(pytestconfig.getoption("--longest-else")), int(pytestconfig.getoption("--stores"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    stores_folder()
    host = make_store("pitman").site.hostname
    articles = [make_article(f"article-{number}") for number in range(ARTICLES)]
    person = make_editor()
    person.set_password(PASSWORD)
    person.save()
    (tmp_path / "media").mkdir()
    variables = environment(database_url(), tmp_path / "media", DJANGO_SETTINGS_MODULE="cms.settings.production")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True)
    file, log = tmp_path / "chain.csv", tmp_path / "log"
    write_chain(file, stores)
    seconds = list[float]()
    with instance(variables, log, drain=0) as server:
        editor = Browser(server.port)
        editor.log_in("editor")
        seconds.append(withdraw(editor, host, articles.pop()))
        began = monotonic()
        with running(variables, "import_stores", str(file), log=log) as coming_in:
            while coming_in.poll() is None:
                if articles:
                    seconds.append(withdraw(editor, host, articles.pop()))
                sleep(PAUSE if len(articles) > ARTICLES // 2 else PAUSE * 4)
            assert coming_in.returncode == 0, log.read_text()[-3000:]
        lasted = monotonic() - began
        seconds.append(withdraw(editor, host, ArticlePage.objects.live().latest("pk")))
    assert StorePage.objects.live().count() == stores + 1
    slowest = ", ".join(f"{each:.2f}" for each in sorted(seconds)[-5:])
    print(f"{stores} stores in {lasted:.0f} s; {len(seconds)} recalls, slowest: {slowest} s")  # noqa: T201
    assert max(seconds) <= most
