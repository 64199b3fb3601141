"""The planted network has one of every type of object in each store, and each row tells whose it is."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.db import connection

from tests.isolation.markers import NEIGHBOUR, OWN
from tests.isolation.planting import Planted
from tests.isolation.rows import read

pytestmark = pytest.mark.django_db

NOBODYS = {
    "auth_permission": "Django's",
    "django_content_type": "Django's",
    "django_migrations": "Django's",
    "api_change": "written by triggers; nobody asks for it",
    "api_generation": "written by triggers; nobody asks for it",
    "api_touch": "empty between transactions",
    "api_preview": "a draft, known by its token to its own editor only",
    "api_allowance": "digests of addresses, which nobody reads",
    "api_networkaccess": "the network's: there is one",
    "stores_networkfrontend": "the network's: there is one",
    "stores_storegroup_rule_groups": "the network's",
    "django_session": "a browser's",
    "wagtailcore_locale": "the network's: there is one",
    "wagtailcore_groupsitepermission": "no settings are kept per site",
    "wagtailcore_pageviewrestriction_groups": "what is private here has a password",
    "wagtailcore_collectionviewrestriction_groups": "what is private here has a password",
    "wagtailcore_task": "the network's",
    "wagtailcore_groupapprovaltask": "the network's",
    "wagtailcore_groupapprovaltask_groups": "the network's",
    "wagtailcore_workflow": "the network's",
    "wagtailcore_workflowcontenttype": "the network's",
    "wagtailcore_workflowpage": "the network's",
    "wagtailcore_workflowtask": "the network's",
    "wagtailadmin_admin": "holds a permission, no rows",
    "wagtailadmin_formstate": "a half-done form, known to its own writer only",
    "wagtailusers_userprofile": "made when a person first changes a setting",
    "wagtaildocs_document": "not our model of documents",
    "wagtailimages_image": "not our model of images",
    "wagtailimages_rendition": "not our model of images",
    "django_tasks_database_dbtaskresult": "tasks of pictures, which nobody reads",
    "wagtailembeds_embed": "a cache of videos that are public",
    "users_user_user_permissions": "rights are groups",
    "cms_librarypage": "the library's",
    "cms_articlespage": "the library's",
    "cms_expertspage": "the library's",
    "cms_sharedpagespage": "the library's",
    "cms_expertpage": "the library's",
    "cms_articleexpert": "the library's",
    "cms_provider": "the newsroom's",
    "cms_checklistitem": "the newsroom's",
    "cms_articletemplate": "the newsroom's",
    "cms_reviewreminder": "the newsroom's",
    "cms_topic": "the newsroom's",
    "cms_recall": "the newsroom's",
    "cms_release": "the newsroom's",
    "cms_releasepage": "the newsroom's",
    "cms_provider_audience_groups": "the newsroom's",
    "cms_provider_audience_stores": "the newsroom's",
    "cms_provider_excluded_stores": "the newsroom's",
    "cms_articlepage_topics": "the newsroom's",
    "cms_articlepage_audience_groups": "the newsroom's",
    "cms_articlepage_audience_stores": "the newsroom's",
    "cms_articlepage_excluded_stores": "the newsroom's",
    "cms_standardpage_audience_groups": "the newsroom's",
    "cms_standardpage_audience_stores": "the newsroom's",
    "cms_standardpage_excluded_stores": "the newsroom's",
    "stores_ownerapprovaltask": "the network's: one row for all stores",
    "account_emailaddress": "addresses are a column of the user",
    "account_emailconfirmation": "addresses are a column of the user",
    "users_sharedcache": "counts of logins, in production",
    "cms_providerfeed": "the newsroom's",
    "cms_providerfeed_groups": "the newsroom's",
    "cms_feedrun": "the newsroom's",
    "cms_feeditem": "the newsroom's",
    "cms_itemprint": "the newsroom's",
    "cms_expertproposal": "the newsroom's",
    "cms_heartbeat": "the network's: when its processes were last alive",
    "stores_regionpage": "the network's",
    "stores_storegroup": "the newsroom's",
    "stores_storespage": "the network's",
}
"""Tables in which no row is a store's, and why. A new model must be planted in both stores, or be named here."""


def owners_by_table() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for table in connection.introspection.table_names():
        found[table] |= {sign.owner for row in read(table) for sign in row.signs()}
    return found


def test_every_type_of_object_is_planted_in_both_stores(planted: Planted) -> None:
    missing = {table for table, owners in owners_by_table().items() if not {OWN, NEIGHBOUR} <= owners}
    assert missing - set(NOBODYS) == set()


def test_only_tables_that_are_there_are_left_out(planted: Planted) -> None:
    assert set(NOBODYS) - {model._meta.db_table for model in apps.get_models(include_auto_created=True)} <= {
        "django_migrations"
    }


def test_search_finds_what_is_planted(planted: Planted) -> None:
    owners = {sign.owner for row in read("wagtailsearch_indexentry") for sign in row.signs()}
    assert {OWN, NEIGHBOUR} <= owners
