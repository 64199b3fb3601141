"""What work on a store leaves behind: comments, workflow, log entries, sessions, tokens, former hosts, uploads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    PageSubscription,
    TaskState,
    WorkflowState,
)

from api.models import ApiKey, Delivery, Event, Feed, Webhook
from cms.accounts.sealing import seal
from cms.users.models import User
from stores.models import Export, FormerHost, ImportRun, ImportUpload
from tests.isolation.markers import opened, secret
from tests.isolation.planting_media import MediaPlants
from tests.isolation.planting_pages import PagePlants


@dataclass(frozen=True, slots=True)
class TracePlants:
    """Rows about a store's pages and people."""

    comment: Comment
    reply: CommentReply
    workflow_state: WorkflowState
    task_state: TaskState
    redirect: Redirect
    hidden_redirect: Redirect
    session: EditingSession
    token: APIToken
    upload: ImportUpload
    export: Export
    webhook: Webhook
    api_key: ApiKey


def _comment(owner: str, pages: PagePlants, user: User) -> tuple[Comment, CommentReply]:
    comment = Comment.objects.create(
        page=pages.store.page_ptr, user=user, text=f"{secret(owner, 'comment')} text", contentpath="title"
    )
    reply = CommentReply.objects.create(comment=comment, user=user, text=f"{secret(owner, 'reply')} text")
    comment.log_create(user=user)
    PageSubscription.objects.create(user=user, page=pages.store.page_ptr, comment_notifications=True)
    return comment, reply


def _log(owner: str, pages: PagePlants, media: MediaPlants, user: User) -> None:
    data = {"note": secret(owner, "logdata")}
    for thing in (*pages.all, *media.images, *media.documents, media.collection, user):
        log(thing, "wagtail.edit", user=user, data=data)


def _upload(owner: str, user: User, at: datetime) -> ImportUpload:
    """A file that waits to be confirmed."""
    content = f"code,name\n{secret(owner, 'code')},{secret(owner, 'name')}\n"
    counts = dict.fromkeys(("created", "changed", "unchanged", "problems", "notes"), 0)
    preview = {"counts": counts, "stores": [], "problems": [], "notes": [secret(owner, "note")]}
    facts = {"name": f"{secret(owner, 'file')}.csv", "content": content.encode(), "report": content}
    upload = ImportUpload.objects.create(uploaded_by=user, uploaded_at=at, preview=preview, **facts)
    words = f"Imported: {secret(owner, 'run')}"
    ImportRun.objects.create(upload=upload, kind="show", asked_at=at, ended_at=at, outcome="done", words=words)
    return upload


def _export(owner: str, user: User, at: datetime) -> Export:
    """A file that is ready for who asked for it."""
    return Export.objects.create(
        asked_by=user,
        asked_at=at,
        made_at=at,
        kind="changes",
        title=secret(owner, "export"),
        name=f"{secret(owner, 'export')}.csv",
        file=secret(owner, "export file"),
    )


def _webhook(owner: str, pages: PagePlants, user: User, at: datetime) -> Webhook:
    """Who is called for the store, with a call that was given up, and what the store's feed has told."""
    moments = {"told_at": at, "until": at, "asked_at": at}
    feed = Feed.objects.create(store=pages.store, generation=0, state=b"", key=secret(owner, "feed"), **moments)
    Event.objects.create(feed=feed, number=1, at=at, body={"note": secret(owner, "event")})
    hook = Webhook.objects.create(
        store=pages.store,
        name=secret(owner, "webhook"),
        url=f"https://{secret(owner, 'receiver')}.example.com/",
        types=["publish"],
        secret=seal(secret(owner, "webhooksecret")),
        key=feed.key,
        number=1,
        created_at=at,
        created_by=user,
    )
    Delivery.objects.create(
        webhook=hook, message=secret(owner, "message"), body=secret(owner, "sent"), about="x", state="failed"
    )
    return hook


def plant_traces(owner: str, pages: PagePlants, media: MediaPlants, user: User) -> TracePlants:
    """One of each; the draft article waits in a workflow."""
    comment, reply = _comment(owner, pages, user)
    workflow = pages.draft.get_workflow()
    if workflow is None:
        raise LookupError("stores have no workflow")
    state = workflow.start(pages.draft, user)
    task_state = TaskState.objects.get(pk=state.current_task_state_id)
    task_state.comment = f"{secret(owner, 'taskcomment')} text"
    task_state.save()
    _log(owner, pages, media, user)
    site = pages.store.site
    opened_at = pages.store.first_published_at
    FormerHost.objects.create(hostname=f"{secret(owner, 'host')}.localhost", store=pages.store, retired_at=opened_at)
    return TracePlants(
        comment=comment,
        reply=reply,
        workflow_state=state,
        task_state=task_state,
        redirect=Redirect.objects.create(
            old_path=f"/{opened(owner, 'redirect')}", site=site, redirect_link="/health/"
        ),
        hidden_redirect=Redirect.objects.create(
            old_path=f"/{secret(owner, 'redirect')}", site=site, redirect_page=pages.draft.page_ptr
        ),
        session=EditingSession.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(pages.store),
            object_id=str(pages.store.pk),
            last_seen_at=pages.store.last_published_at + timedelta(days=3650),
        ),
        token=APIToken.objects.create(
            user=user, name=secret(owner, "token"), key_hash=secret(owner, "hash"), prefix="wagtail_x"
        ),
        upload=_upload(owner, user, pages.store.last_published_at),
        export=_export(owner, user, pages.store.last_published_at),
        webhook=_webhook(owner, pages, user, pages.store.last_published_at),
        api_key=ApiKey.objects.create(
            store=pages.store,
            name=secret(owner, "apikey"),
            scopes="read",
            prefix=secret(owner, "keyid"),
            digest=secret(owner, "digest"),
            created_at=pages.store.last_published_at,
            created_by=user,
        ),
    )
