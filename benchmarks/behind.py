"""What only the admin shows of a network that was built by bulk: people, rights, revisions, history, references."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Page

from benchmarks.content import PATTERNS
from cms.models import ArticlePage
from stores.models import StorePage, StoreRegistration
from stores.people.roles import grant_store_rights

REVISIONS = 3
"""Of each article; the last of them is the one that is live."""
ENTRIES = 4
"""Lines of the history of each page."""
REFERENCE = (
    "to_object_id, model_path, content_path, content_path_hash, base_content_type_id, content_type_id,"
    " to_content_type_id"
)


def fill_behind() -> None:
    """An owner and a staff member for each store, with rights; what pages were before, and who changed them."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Nothing of this is in an answer.
        cursor.execute("SET LOCAL session_replication_role = replica")
        grant_store_rights(*StoreRegistration.objects.all())
        _hire("owners", "staff")
        for model, prefix in ((ArticlePage, "piece-"), (StorePage, "t-")):
            patterns = list(model.objects.order_by("pk")[:PATTERNS])
            for page in patterns:
                page.save_revision().publish()
            _remember([page.pk for page in patterns], prefix, ContentType.objects.get_for_model(model).pk)
        _index_stores()
        # At one store in fifty the own words are about an earlier version.
        cursor.execute(
            "UPDATE cms_placement SET written_for_id = p.live_revision_id FROM wagtailcore_page p"
            " WHERE p.id = article_id AND mod(store_id, 50) <> 0"
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _hire(*roles: str) -> None:
    """One account for each role at each store."""
    fields = "password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined"
    for role in roles:
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH hired AS (INSERT INTO users_user ({fields}, session_version) SELECT '!', false,"
                f" '{role}-' || code, initcap(code), 'Keeper', '{role}-' || code || '@mortar.example', false, true,"
                " now(), 0 FROM stores_storeregistration RETURNING id, username)"
                f" INSERT INTO users_user_groups (user_id, group_id) SELECT hired.id, r.{role}_id"
                f" FROM hired JOIN stores_storeregistration r ON username = '{role}-' || code"
            )


def _remember(patterns: Sequence[int], prefix: str, kind: int) -> None:
    """Revisions, history and references of all copies, as their patterns have them."""
    copies = (
        f"(SELECT id AS copy, (ARRAY{list(patterns)})[mod(substr(slug, {len(prefix) + 1})::int, {len(patterns)}) + 1]"
        f" AS pattern, title AS name FROM wagtailcore_page WHERE slug ~ '^{prefix}[0-9]+$') c"
    )
    base = ContentType.objects.get_for_model(Page).pk
    for sql in (
        "INSERT INTO wagtailcore_revision"
        " (created_at, content, object_id, content_type_id, base_content_type_id, object_str)"
        f" SELECT now() - n * interval '1 day', t.content, copy::text, {kind}, {base}, name"
        f" FROM {copies} JOIN wagtailcore_page p ON p.id = c.pattern"
        f" JOIN wagtailcore_revision t ON t.id = p.latest_revision_id, generate_series({REVISIONS}, 1, -1) n",
        "UPDATE wagtailcore_page SET latest_revision_id = r.id, live_revision_id = r.id"
        " FROM (SELECT max(id) AS id, object_id::int AS page FROM wagtailcore_revision"
        f" WHERE content_type_id = {kind} GROUP BY 2) r"
        " WHERE r.page = wagtailcore_page.id AND latest_revision_id IS NULL",
        "INSERT INTO wagtailcore_pagelogentry"
        " (label, action, data, timestamp, content_changed, deleted, content_type_id, page_id, user_id, uuid)"
        " SELECT name, (ARRAY['wagtail.create', 'wagtail.edit', 'wagtail.publish'])[mod(n, 3) + 1], '{}',"
        f" now() - n * interval '1 day' - mod(copy, 1000) * interval '1 hour', true, false, {kind}, copy,"
        " (SELECT min(id) FROM users_user) + mod(copy, 10), gen_random_uuid()"
        f" FROM {copies}, generate_series(1, {ENTRIES}) n",
        f"INSERT INTO wagtailcore_referenceindex (object_id, {REFERENCE}) SELECT copy::text, {REFERENCE} FROM {copies}"
        f" JOIN wagtailcore_referenceindex t ON t.object_id = pattern::text AND t.base_content_type_id = {base}"
        " ON CONFLICT DO NOTHING",
    ):
        with connection.cursor() as cursor:
            cursor.execute(sql)


def _index_stores() -> None:
    """Stores are found by their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailsearch_indexentry"
            " (object_id, title_norm, content_type_id, autocomplete, title, body, title_text, body_text)"
            " SELECT p.id::text, 1, p.content_type_id, to_tsvector('simple', p.title),"
            " setweight(to_tsvector('simple', p.title), 'A'), '', p.title, '' FROM wagtailcore_page p"
            " JOIN stores_storepage s ON s.page_ptr_id = p.id ON CONFLICT DO NOTHING"
        )
