import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.changes.events import TYPES
from api.models import Webhook
from api.webhooks.keeping import add_webhook, change_webhook, rotate, switch
from frontend_templates.api_types import STARTER
from stores.choices import BuiltInSite
from stores.models import StorePage
from stores.opening.frontends import change_frontend

PORT = 4321
HOST = "127.0.0.1"
STORE = "cedar-point"
"""The demo's store with a frontend of its own: while the starter runs it is the starter."""
WEBHOOK = "The starter"


class Command(BaseCommand):
    help = "Run the starter beside the demo, which must be running: it shows drafts, and is called by a webhook."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=PORT)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("This runs beside the demo only, with cms.settings.dev.")
        npm = shutil.which("npm")
        if npm is None:
            raise CommandError("Install Node 20.3 or newer, with npm.")
        try:
            urlopen(f"{settings.NETWORK_URL}/api/v2/", timeout=20).close()  # noqa: S310  (an address of ours)
        except OSError as error:
            text = f"Nothing answers at {settings.NETWORK_URL}: run 'make demo' beside this, with the same PORT."
            raise CommandError(text) from error
        self._install(npm)
        with led_to_starter(port), called(port) as secret:
            self._print_addresses(port)
            variables = {
                **os.environ,
                "ASTRO_TELEMETRY_DISABLED": "1",
                "MORTAR_API": f"{settings.NETWORK_URL}/api/",
                "WEBHOOK_SECRET": secret,
            }
            self._run([npm, "run", "dev", "--", "--host", HOST, "--port", str(port)], variables, port)

    def _run(self, command: list[str], variables: dict[str, str], port: int) -> None:
        """Until it ends. Astro says where it listens, where no store is: a store's address is said instead."""
        here, there = f"http://{HOST}:{port}/", f"http://{STORE}.localhost:{port}/"
        with (
            suppress(KeyboardInterrupt),
            subprocess.Popen(command, cwd=STARTER, env=variables, stdout=subprocess.PIPE, text=True) as process,
        ):
            for line in process.stdout or ():
                self.stdout.write(line.replace(here, there), ending="")
                self.stdout.flush()

    def _install(self, npm: str) -> None:
        lock, installed = STARTER / "package-lock.json", STARTER / "node_modules" / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            self.stdout.write("Installing the starter's packages …")
            subprocess.run([npm, "ci"], cwd=STARTER, check=True)

    def _print_addresses(self, port: int) -> None:
        write, url = self.stdout.write, settings.NETWORK_URL
        write("\nThe starter. Every store of the demo:\n")
        for store in StorePage.objects.online().order_by("pk"):
            write(f"  http://{store.slug}.localhost:{port}/")
        write(f"\nDrafts in it: log in at {url}/admin/ as editor, open an article and its preview panel,")
        write("and choose Cedar Point Apothecary, whose frontend this is while it runs.")
        write(f"What it is called for when something changes, as admin: {url}/admin/network/webhooks/")
        write("\nCtrl-C ends it.\n")
        self.stdout.flush()


@contextmanager
def led_to_starter(port: int) -> Iterator[None]:
    """The store's frontend address and preview path are the starter's, until the block ends."""
    store = StorePage.objects.select_related("registration").filter(slug=STORE).first()
    if store is None:
        raise CommandError(f"The demo has no store '{STORE}' any more: open it again, or remove var/demo.sqlite3.")
    row = store.registration
    before = {"address": row.frontend_address, "built_in_site": row.built_in_site, "preview_path": row.preview_path}
    here = f"http://{STORE}.localhost:{port}"
    kept = BuiltInSite.NOINDEX
    change_frontend(by=None, store=store, address=here, built_in_site=kept, preview_path="/preview")
    try:
        yield
    finally:
        change_frontend(by=None, store=store, **before)


@contextmanager
def called(port: int) -> Iterator[str]:
    """A webhook of the network calls the starter until the block ends, and is turned off then; gives the secret."""
    given = {"name": WEBHOOK, "url": f"http://{HOST}:{port}/webhooks", "types": list(TYPES)}
    now = timezone.now()
    hook = Webhook.objects.of(None).filter(name=WEBHOOK).first()
    if hook is None:
        hook, secret = add_webhook(by=None, store=None, given=given, at=now)
    else:
        change_webhook(hook, given, None)
        secret = rotate(hook, now, None)
        switch(hook, now, None, is_on=True)
    try:
        yield secret
    finally:
        switch(hook, timezone.now(), None, is_on=False)
