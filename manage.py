#!/usr/bin/env python
"""Mortar's command line. It runs with the settings that the environment names, says which, and guesses none."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

SETTINGS = "DJANGO_SETTINGS_MODULE"
UNSET = """\
DJANGO_SETTINGS_MODULE is missing, and manage.py does not guess which network it works on.
In production: run it with the variables of .env.example set; deploy/mortar reads them from /etc/mortar.env.
On the demo's database: DJANGO_SETTINGS_MODULE=cms.settings.dev python manage.py …"""
OF_THE_DEMO = {"demo", "starter"}
NEEDS_NO_SETTINGS = {"help", "--help", "-h", "version", "--version"}


def named_settings(arguments: list[str]) -> str | None:
    """The settings module that `--settings` or the environment names; the demo and the starter have but one."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--settings="):
            return argument.partition("=")[2]
        if argument == "--settings":
            return next(iter(arguments[place + 1 :]), None)
    if os.environ.get(SETTINGS):
        return os.environ[SETTINGS]
    return "cms.settings.dev" if arguments and arguments[0] in OF_THE_DEMO else None


def told(name: str) -> str:
    """`Settings: cms.settings.production; database mortar at db.example.com`."""
    from django.conf import settings  # noqa: PLC0415  (reads the module that was just named)

    database = settings.DATABASES["default"]
    place = f" at {database['HOST']}" if database.get("HOST") else ""
    return f"Settings: {name}; database {database['NAME']}{place}"


def main() -> None:
    """Run a command; what is wrong with the environment stands last, and without a traceback."""
    arguments = sys.argv[1:]
    name = named_settings(arguments)
    if name is None:
        if arguments and arguments[0] not in NEEDS_NO_SETTINGS:
            sys.exit(UNSET)
    else:
        os.environ[SETTINGS] = name
        try:
            facts = told(name)
        except ImproperlyConfigured as error:
            sys.exit(str(error))
        if arguments and arguments[0] not in NEEDS_NO_SETTINGS:
            sys.stderr.write(f"{facts}\n")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
