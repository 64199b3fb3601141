import pytest
from dataclasses import replace
from tests.isolation.crawl import *
from tests.isolation.roles import roles_of
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_asking")]
def test_d(crawl, planted):
    r = replace(roles_of(planted)["owner"], user=planted.people.admin)
    import collections
    c = collections.defaultdict(list)
    for views in ("wagtailimages*","wagtailadmin_pages:*", "wagtaildocs*", "wagtailadmin_coll*"):
        for a in crawl.run(r, ("neighbour", BARE), views=views):
            if a.method != "GET": c[a.view].append((a.status, any(not l.startswith("shows") for l in a.leaks)))
    for k, v in c.items(): print(k, v)
