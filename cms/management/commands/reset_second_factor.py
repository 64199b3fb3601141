from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction


class Command(BaseCommand):
    help = "Take every second factor from somebody who has lost phone and recovery codes. Make sure who asks."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        user = users.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody is called '{options['username']}'.")
        count, _models = Authenticator.objects.filter(user=user).delete()
        # Whoever has the phone now may have an open session, too.
        user.end_sessions()
        self.stdout.write(f"{count} second factors of {user.get_username()} are gone, and every session has ended.")
