import os
import socket
import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from cms.demo.building import LOGIN_WORDS, LOGINS, OWNERS_PASSWORD, build, is_built
from cms.demo.history import STAFF
from cms.demo.moments import moments
from cms.running.scheduling import run_all
from cms.running.serving import leave, serve_beside
from stores.models import StorePage

HOST = "127.0.0.1"
STORE_WITH_FRONTEND = "cedar-point"
LIVE_BESIDE = 1
"""The port of what is streamed, from that of the server."""
LOOK_EVERY = 2.0
"""Seconds between the scheduler's looks for pages that go live."""


class Command(BaseCommand):
    help = "Make the demo network if this database has none, and serve it. Ctrl-C ends it; the next run keeps all."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-serve", action="store_true", help="Build only.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demo runs with cms.settings.dev only: it makes logins with known passwords.")
        if not options["no_serve"]:
            self._check_port()
        self._prepare()
        self._print_addresses()
        if not options["no_serve"]:
            self._serve()

    def _check_port(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, settings.SITE_PORT))
            except OSError as error:
                port = settings.SITE_PORT
                raise CommandError(
                    f"Port {port} can't be had ({error.strerror}). Take another: PORT={port + 1} make demo"
                ) from error

    def _prepare(self) -> None:
        (settings.BASE_DIR / "var").mkdir(exist_ok=True)
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        if not is_built():
            self.stdout.write("Building the demo network: stores, articles, experts, pictures …")
            build()
        Site.objects.exclude(port=settings.SITE_PORT).update(port=settings.SITE_PORT)
        cache.clear()

    def _print_addresses(self) -> None:
        url = settings.NETWORK_URL
        write = self.stdout.write
        write("\nThe demo network. Open:\n")
        for store in StorePage.objects.online().with_profile().order_by("pk"):
            write(f"  {store.root_url + '/':<44} {store.title}, {store.city} {store.state}")
        write(f"\n  {url + '/admin/':<44} the newsroom")
        for name, password in LOGINS.items():
            write(f"  {'':<44} log in as {name} with {password}: {LOGIN_WORDS[name]}")
        write(f"  {'':<44} or as owner-pitman, owner-switchback … or {STAFF} with {OWNERS_PASSWORD}")
        write(f"  {'':<44} invitations and other mail go to files: a line here says which")
        write(f"  {url + '/api/docs/':<44} the API's documentation")
        write("\nOne article at two stores:")
        for slug in ("pitman", "switchback"):
            write(f"  curl '{url}/api/v2/articles/find/?slug=new-treatments-for-lupus&store={slug}'")
        write(
            "\nA store with a frontend of its own: the links of the API lead there, and its own site stays, unlisted:"
        )
        write(f"  curl '{url}/api/v2/storefront/?store={STORE_WITH_FRONTEND}&path=/'")
        live = f"http://{settings.NETWORK_HOST.partition(':')[0]}:{settings.SITE_PORT + LIVE_BESIDE}"
        write("\nWhat changes at a store, as it happens (change something in the admin, and look):")
        write(f"  curl -N '{live}/api/v2/live/?store=pitman'")
        write("\nHours at a moment of your choice, by ?at= (the API answers the same):")
        for moment in moments(timezone.localdate()):
            store = StorePage.objects.online().filter(slug=moment.store).with_profile().first()
            if store is not None:
                write(f"  {f'{store.root_url}/?at={moment.at}':<66} {moment.words}")
        closed = StorePage.objects.filter(registration__closed_at__isnull=False).with_profile().first()
        if closed is not None:
            write(f"  {closed.root_url + '/':<66} closed for good")
        write("\nCtrl-C ends it. Running it again keeps what you changed.\n")
        self.stdout.flush()

    def _serve(self) -> None:
        connection.close()
        os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
        command += ["--port", str(settings.SITE_PORT), "--workers", "1", "--blocking-threads", "4"]
        # One that hangs in its end is not waited for.
        command += ["--workers-kill-timeout", "2", "--no-ws", "--log-level", "warning", "cms.wsgi:application"]
        # Pictures are made while the network is already served, and give way to whoever reads.
        worker = [sys.executable, "manage.py", "run_worker", "--nice", "10"]
        live = [sys.executable, "manage.py", "live", "--port", str(settings.SITE_PORT + LIVE_BESIDE)]
        leave(serve_beside(command, partial(run_all, every=LOOK_EVERY), worker, live))
