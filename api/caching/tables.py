"""Which table, when it is written, makes which answers old; a table or a column without a verdict fails the build.

`RULES` holds what readers see. `UNSEEN` holds the tables that no public answer is made of. The document
`docs/freshness.md` says the same in words, and a test holds both against the models.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from django.apps import apps
from django.db.models import Model

from api.caching.questions import ARTICLES_PAGE, CARRIED, EXPIRES, LABELED
from api.caching.scopes import DIRECTORY, HOSTS, KEYS, LIBRARY

Event = Literal["INSERT", "UPDATE", "DELETE"]
EVERY_EVENT: tuple[Event, ...] = ("INSERT", "UPDATE", "DELETE")


class Touched(NamedTuple):
    """The scopes that a row touches: in words, and as SQL of one column, given the row as `r`."""

    words: str
    sql: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a changed row of one table touches.

    `kind`, `object_id`: what the log of changes calls
    it. `unseen`: columns whose change no reader sees. `seen`: the only columns that count; a rule with these says more
    of what another rule of the table has noted. `only`: SQL that narrows the rows.
    """

    scopes: Touched
    kind: str
    object_id: str = "r.id"
    unseen: frozenset[str] = frozenset()
    seen: frozenset[str] | None = None
    only: str = "true"
    events: tuple[Event, ...] = EVERY_EVENT


def _each(*names: str) -> Touched:
    words = "everything" if HOSTS in names else ", ".join(names)
    return Touched(words, f"SELECT unnest(ARRAY[{', '.join(repr(name) for name in names)}])")


def _store(column: str, *more: str) -> Touched:
    """The scope of the store that a column names, and others."""
    others = "".join(f" UNION ALL SELECT '{name}'" for name in more)
    sql = f"SELECT 'store:' || r.{column} WHERE r.{column} IS NOT NULL{others}"
    return Touched(", ".join(["the store", *more]), sql)


def _page(column: str) -> Touched:
    """The scope of the page that a column names."""
    return Touched(OF_PAGE, f"SELECT api_scope_of_page(r.{column})")


OF_PAGE = "the store of a local page; library of a shared one"
BY_PATH = Touched(OF_PAGE, "SELECT api_scope_of_path(r.path)")

# What Wagtail writes into a page's row whenever somebody saves a draft, locks it or adds something below it.
DRAFTS = frozenset(
    {
        "numchild",
        "latest_revision_id",
        "live_revision_id",
        "has_unpublished_changes",
        "go_live_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by_id",
        "draft_title",
        "owner_id",
        "latest_revision_created_at",
        "alias_of_id",
    }
)
PUBLISHED_AT = frozenset({"first_published_at", "last_published_at"})
# A page of a store's frame: moving or hiding one changes what answers at hosts.
FRAME = (
    "EXISTS (SELECT 1 FROM stores_storepage f WHERE f.page_ptr_id = r.id)"
    " OR EXISTS (SELECT 1 FROM stores_regionpage f WHERE f.page_ptr_id = r.id)"
    " OR EXISTS (SELECT 1 FROM stores_storespage f WHERE f.page_ptr_id = r.id)"
)
IS_STORE = "EXISTS (SELECT 1 FROM stores_storepage f WHERE f.page_ptr_id = r.id)"
ARTICLES = (
    "r.content_type_id IN (SELECT t.id FROM django_content_type t"
    " WHERE t.app_label = 'cms' AND t.model IN ('articlepage', 'expertpage'))"
)
IS_ARTICLE = (
    "r.content_type_id IN (SELECT t.id FROM django_content_type t"
    " WHERE t.app_label = 'cms' AND t.model = 'articlepage')"
)
MEDIA = (
    "r.to_content_type_id IN (SELECT t.id FROM django_content_type t"
    " WHERE t.app_label = 'media' AND t.model IN ('networkimage', 'networkdocument'))"
)

LANGUAGE = frozenset({"locale_id", "translation_key"})
"""Columns of a page that say which language it is in, and what it is a translation of."""

DECIDE: Mapping[str, frozenset[str]] = {
    "wagtailcore_page": frozenset({"live", "expire_at", "path"}),
    "cms_articlepage": frozenset({"published_on", "audience", "provider_id", "is_required"}),
}
"""Columns of an article on which it hangs what stores carry, and where it stands in their lists."""

EVERYTHING = _each(HOSTS)
SHARED = _each(LIBRARY)
FOR_STORES = _each(LIBRARY, DIRECTORY)
WHO_MAY_ASK = _each(KEYS)


def _audience_of(table: str, scopes: Touched, column: str, *kinds: str) -> dict[str, tuple[Rule, ...]]:
    """An audience's three tables."""
    names = ("audience_groups", "audience_stores", "excluded_stores")
    return {f"{table}_{name}": tuple(Rule(scopes, kind, f"r.{column}") for kind in kinds) for name in names}


RULES: Mapping[str, tuple[Rule, ...]] = {
    "wagtailcore_page": (
        Rule(BY_PATH, "page", unseen=DRAFTS, only=f"NOT ({IS_ARTICLE})"),
        Rule(BY_PATH, ARTICLES_PAGE, unseen=DRAFTS, only=IS_ARTICLE),
        Rule(BY_PATH, CARRIED, seen=DECIDE["wagtailcore_page"], only=IS_ARTICLE),
        Rule(BY_PATH, LABELED, seen=LANGUAGE, only=IS_ARTICLE, events=("UPDATE",)),
        Rule(BY_PATH, EXPIRES, seen=frozenset({"live", "expire_at"}), only="r.expire_at IS NOT NULL"),
        Rule(_each(DIRECTORY), "store", unseen=DRAFTS | LANGUAGE | PUBLISHED_AT, only=IS_STORE),
        Rule(
            EVERYTHING,
            "store",
            unseen=DRAFTS
            | LANGUAGE
            | PUBLISHED_AT
            | {"title", "expire_at", "show_in_menus", "seo_title", "search_description", "content_type_id"},
            only=FRAME,
        ),
    ),
    "cms_articlepage": (
        Rule(_page("page_ptr_id"), "article", "r.page_ptr_id", unseen=frozenset({"embargo_until", "ticked"})),
        Rule(_page("page_ptr_id"), CARRIED, "r.page_ptr_id", seen=DECIDE["cms_articlepage"]),
        Rule(_page("page_ptr_id"), LABELED, "r.page_ptr_id", seen=frozenset({"published_on"})),
    ),
    "cms_articlepage_topics": (
        Rule(_page("articlepage_id"), "article", "r.articlepage_id"),
        Rule(_page("articlepage_id"), LABELED, "r.articlepage_id"),
    ),
    "cms_articletag": (
        Rule(_page("content_object_id"), "article", "r.content_object_id"),
        Rule(_page("content_object_id"), LABELED, "r.content_object_id"),
    ),
    "cms_articleexpert": (Rule(_page("article_id"), "article", "r.article_id"),),
    **_audience_of("cms_articlepage", SHARED, "articlepage_id", "article", CARRIED),
    "cms_standardpage": (Rule(_page("page_ptr_id"), "page", "r.page_ptr_id"),),
    **_audience_of("cms_standardpage", SHARED, "standardpage_id", "page"),
    "cms_expertpage": (Rule(SHARED, "expert", "r.page_ptr_id"),),
    "cms_healthnewspage": (Rule(_page("page_ptr_id"), "page", "r.page_ptr_id"),),
    "cms_provider": (Rule(SHARED, "provider", unseen=frozenset({"review_months"})),),
    **_audience_of("cms_provider", SHARED, "provider_id", "provider"),
    "cms_topic": (Rule(SHARED, "topic"),),
    "taggit_tag": (Rule(SHARED, "tag"),),
    "taggit_taggeditem": (Rule(SHARED, "tag", "r.tag_id"),),
    "cms_placement": (
        Rule(
            _store("store_id"),
            "article",
            "r.article_id",
            unseen=frozenset({"written_for_id", "changed_at", "changed_by_id"}),
        ),
        Rule(
            _store("store_id"),
            CARRIED,
            "r.article_id",
            seen=frozenset({"store_id", "article_id", "is_hidden", "pinned_as"}),
        ),
        # What a flagship store hides has its address at every other store, then.
        Rule(
            SHARED,
            "article",
            "r.article_id",
            seen=frozenset({"store_id", "article_id", "is_hidden"}),
            only="EXISTS (SELECT 1 FROM cms_provider f WHERE f.flagship_id = r.store_id)",
        ),
    ),
    "cms_recall": (Rule(SHARED, "article", "r.article_id"),),
    "cms_oldslug": (Rule(_page("page_id"), "page", "r.page_id"),),
    "wagtailredirects_redirect": (
        Rule(
            Touched(
                "the store of its site; library without one",
                "SELECT coalesce((SELECT 'store:' || s.root_page_id FROM wagtailcore_site s WHERE s.id = r.site_id),"
                f" '{LIBRARY}')",
            ),
            "redirect",
        ),
    ),
    "stores_storepage": (Rule(_store("page_ptr_id", DIRECTORY), "store", "r.page_ptr_id"),),
    "stores_openinghours": (Rule(_store("store_id", DIRECTORY), "hours", "r.store_id"),),
    "stores_hoursexception": (Rule(_store("store_id", DIRECTORY), "hours", "r.store_id"),),
    "stores_holidayconfirmation": (
        Rule(_store("store_id", DIRECTORY), "hours", "r.store_id", unseen=frozenset({"confirmed_at"})),
    ),
    "stores_todaychange": (Rule(_store("store_id", DIRECTORY), "hours", "r.store_id"),),
    "stores_promobanner": (Rule(_store("store_id"), "banner", "r.store_id"),),
    "stores_hiddenbanner": (Rule(_store("store_id"), "banner", "r.store_id"),),
    "stores_networkbanner": (Rule(SHARED, "network-banner"),),
    **_audience_of("stores_networkbanner", SHARED, "networkbanner_id", "network-banner"),
    "stores_holidayclosure": (Rule(FOR_STORES, "holiday"),),
    **_audience_of("stores_holidayclosure", FOR_STORES, "holidayclosure_id", "holiday"),
    "stores_storeregistration": (
        Rule(
            _store("store_id", DIRECTORY),
            "store",
            "r.store_id",
            unseen=frozenset({"owners_id", "staff_id", "preview_path"}),
        ),
        Rule(
            EVERYTHING,
            "store",
            "r.store_id",
            unseen=frozenset(
                {
                    *("owners_id", "staff_id", "preview_path", "collection_id"),
                    *("code", "legal_name", "privacy_contact", "npi", "ncpdp"),
                    *("license_number", "pharmacist_in_charge", "pharmacist_license"),
                }
            ),
        ),
    ),
    "stores_storeregistration_groups": (
        Rule(
            Touched(
                "the store, directory",
                "SELECT 'store:' || g.store_id FROM stores_storeregistration g WHERE g.id = r.storeregistration_id"
                f" UNION ALL SELECT '{DIRECTORY}'",
            ),
            # Not `store`: which articles a store carries hangs on its groups, and on nothing else that is said of it.
            "group",
            "r.storegroup_id",
        ),
        # A flagship store's groups decide where articles have their own address.
        Rule(
            SHARED,
            "provider",
            "0",
            only="EXISTS (SELECT 1 FROM cms_provider f JOIN stores_storeregistration g ON g.store_id = f.flagship_id"
            " WHERE g.id = r.storeregistration_id)",
        ),
    ),
    # Of a saved audience readers see who is in it: those are rows of the table above.
    "stores_storegroup": (
        Rule(
            FOR_STORES,
            "group",
            unseen=frozenset({"is_ruled", "rule_states", "rule_services", "rule_languages"}),
        ),
    ),
    "wagtailcore_site": (Rule(EVERYTHING, "store", "r.root_page_id"),),
    "stores_networkfrontend": (Rule(EVERYTHING, "frontend", unseen=frozenset({"preview_path"})),),
    "stores_formerhost": (Rule(EVERYTHING, "store", "r.store_id", unseen=frozenset({"retired_at"})),),
    # An upload is in no answer before something refers to it.
    "media_networkimage": (
        Rule(
            FOR_STORES,
            "image",
            unseen=frozenset({"credit", "rights", "uploaded_by_user_id"}),
            events=("UPDATE", "DELETE"),
        ),
    ),
    "media_rendition": (Rule(FOR_STORES, "image", "r.image_id"),),
    "media_networkdocument": (
        Rule(FOR_STORES, "document", unseen=frozenset({"uploaded_by_user_id"}), events=("UPDATE", "DELETE")),
    ),
    "wagtailcore_pageviewrestriction": (Rule(EVERYTHING, "page", "r.page_id"),),
    "wagtailcore_collectionviewrestriction": (Rule(FOR_STORES, "collection", "r.collection_id"),),
    "wagtailcore_collection": (
        Rule(FOR_STORES, "collection", unseen=frozenset({"name", "numchild"}), events=("UPDATE", "DELETE")),
    ),
    # No answer is made of these, and the log does not name them.
    "api_apikey": (
        Rule(
            WHO_MAY_ASK,
            "key",
            unseen=frozenset({"name", "created_at", "created_by_id", "rotated_at", "last_used_at"}),
        ),
    ),
    "api_networkaccess": (Rule(WHO_MAY_ASK, "key"),),
    "wagtailcore_referenceindex": (Rule(SHARED, "reference", "r.to_object_id::bigint", only=MEDIA),),
    "wagtailsearch_indexentry": (Rule(_page("object_id::bigint"), "article", "r.object_id::bigint", only=ARTICLES),),
}

UNSEEN: Mapping[str, str] = {
    "api_": "what stands here about freshness itself, and how often who asks",
    "account_": "accounts",
    "auth_": "accounts",
    "mfa_": "accounts",
    "users_": "accounts, and counts that all workers share",
    "wagtailusers_": "accounts",
    "django_session": "sessions",
    "django_content_type": "changes with a release only",
    "wagtailadmin_": "the admin's own",
    "wagtailcore_apitoken": "keys of the admin's API",
    "wagtailcore_group": "rights",
    "wagtailcore_collectionviewrestriction_groups": "no restricted collection is public, whoever is let in",
    "wagtailcore_pageviewrestriction_groups": "no restricted page is public, whoever is let in",
    "wagtailcore_modellogentry": "history",
    "wagtailcore_pagelogentry": "history",
    "wagtailcore_revision": "drafts and history",
    "wagtailcore_uploadedfile": "uploads that nobody has saved",
    "wagtailcore_workflow": "approval",
    "wagtailcore_task": "approval",
    "wagtailcore_comment": "comments",
    "wagtailcore_pagesubscription": "who is told of comments",
    "wagtailcore_locale": "a row for each language of the settings, and it keeps its code",
    "wagtailembeds_embed": "what a video's provider answered; an address answers the same",
    "stores_storegroup_rule_groups": "what rules of saved audiences ask; who is in them is in their members",
    "cms_release": "which pages go live together; they themselves are pages",
    "media_making": "how far pictures are made; what is there is in media_rendition",
    "django_tasks_database_": "work that waits",
    "wagtaildocs_document": "replaced by media_networkdocument",
    "wagtailimages_": "replaced by media_networkimage",
    "wagtailsearch_indexentry_fts": "SQLite's own",
    "cms_librarypage": "no columns of its own",
    "cms_articlespage": "no columns of its own",
    "cms_expertspage": "no columns of its own",
    "cms_sharedpagespage": "no columns of its own",
    "stores_storespage": "no columns of its own",
    "stores_regionpage": "no columns of its own",
    "stores_ownerapprovaltask": "approval",
    "stores_importupload": "files that are not imported yet",
    "stores_importrun": "how far an import is",
    "stores_export": "files that somebody asked for",
    "stores_invitation": "people",
    "stores_holidayquestion": "who was asked by mail",
    "cms_checklistitem": "what is checked before an article goes live",
    "cms_articletemplate": "what new articles begin with",
    "cms_reviewreminder": "who was reminded by mail",
    "cms_pagebarriers": "what some patients can't use, kept for a report",
    "cms_heartbeat": "signs of life of processes",
    "cms_providerfeed": "where a provider's news comes from; what readers see of it is in articles",
    "cms_feeditem": "what came in; what readers see of it is in articles",
    "cms_feedrun": "looks at feeds",
    "cms_itemprint": "which items are much alike",
    "cms_expertproposal": "experts that nobody has confirmed",
}
"""Tables, by their names or how these begin, that no public answer is made of, and why."""


def models_by_table() -> dict[str, type[Model]]:
    """Every table that a model writes."""
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def is_unseen(table: str) -> bool:
    return table not in RULES and any(table.startswith(start) for start in UNSEEN)


def seen_columns(table: str, rule: Rule) -> list[str]:
    """The columns whose change touches what the rule says: those that it names, else all but the unseen ones."""
    if rule.seen is not None:
        return sorted(rule.seen)
    columns = (field.column for field in models_by_table()[table]._meta.local_concrete_fields)
    return [column for column in columns if column and column not in rule.unseen]
