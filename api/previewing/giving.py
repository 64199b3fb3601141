"""What the panel is given, and what a frontend gets for it: a code that is good once, then a token."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import Signer
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.models import Page, RevisionMixin

from api.previewing.models import Preview
from api.protocol.bearer import PREVIEW_CODE, PREVIEW_TOKEN, is_made_here
from api.protocol.errors import Unauthorized
from stores.previewing.choice import PreviewAs

CODE_IS_GOOD_FOR = timedelta(seconds=60)
TOKEN_IS_GOOD_FOR = timedelta(minutes=15)
MOST = 12
"""Previews of one person at once: the panel asks for another at each change, and the oldest go."""
NO_CODE = "The code is none, was used, or is older than a minute. Open the preview anew."


def _made(prefix: str) -> str:
    """A secret that says by itself whether it was made here."""
    return prefix + Signer(salt=prefix, sep=".").sign(token_urlsafe(32))


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def session_of(user: Any) -> str:
    """Becomes another when the person's sessions end: with a new password, or by whoever ends them."""
    return digest_of_secret(user.get_session_auth_hash())


def give_code(draft: ClusterableModel, request: HttpRequest, chosen: PreviewAs, at: datetime | None = None) -> str:
    """A code for the draft as it is now, for the person who asks in the admin."""
    now, session = at or timezone.now(), request.session
    user: Any = request.user
    is_saved = draft.pk is not None
    given: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
    revision = given.get("revision_id")
    if revision is None and is_saved and isinstance(draft, RevisionMixin):
        revision = draft.latest_revision_id
    code = _made(PREVIEW_CODE)
    with transaction.atomic():
        mine = Preview.objects.filter(user_id=user.pk)
        kept = mine.filter(ends_at__gt=now).order_by("-pk").values_list("pk", flat=True)[: MOST - 1]
        mine.exclude(pk__in=list(kept)).delete()
        Preview.objects.create(
            code=digest_of_secret(code),
            user_id=user.pk,
            login=session.session_key or "",
            session=session_of(user),
            content_type=ContentType.objects.get_for_model(draft),
            object_id=str(draft.pk) if is_saved else "",
            parent_id=given.get("parent_page_id") if isinstance(draft, Page) and not is_saved else None,
            revision_id=revision,
            content=json.loads(json.dumps(draft.serializable_data(), cls=DjangoJSONEncoder)),
            store_id=chosen.store.pk,
            at=None if chosen.is_now else chosen.at,
            ends_at=now + CODE_IS_GOOD_FOR,
        )
    return code


def exchange(code: str, now: datetime) -> tuple[str, Preview]:
    """The token for a code, once. A code that comes again ends what was made of it: somebody else has seen it."""
    token = _made(PREVIEW_TOKEN)
    with transaction.atomic():
        is_ours = is_made_here(code, PREVIEW_CODE)
        rows = Preview.objects.select_for_update(of=("self",)).select_related("user", "content_type", "store")
        row = rows.filter(code=digest_of_secret(code)).first() if is_ours else None
        is_good = row is not None and row.token is None and row.ends_at > now
        if row is not None and is_good:
            row.token, row.ends_at = digest_of_secret(token), now + TOKEN_IS_GOOD_FOR
            row.save(update_fields=["token", "ends_at"])
        elif row is not None:
            row.delete()
    if row is None or not is_good:
        raise Unauthorized(NO_CODE)
    return token, row
