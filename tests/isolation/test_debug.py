import pytest, traceback
from django.db import transaction
from tests.isolation.crawl import *
from tests.isolation.planting import Planted
from tests.isolation.roles import roles_of
from django.test import override_settings
pytestmark = pytest.mark.django_db
def test_d(planted):
    c = Crawl(planted)
    role = roles_of(planted)["owner"]
    v = Visitor.of(role.user); v.client.raise_request_exception = True
    adm = Visitor.of(planted.people.admin)
    seen = set()
    with override_settings(STORE_ISOLATION=False):
      for route in c.routes:
        if route.view not in ("wagtailadmin_api:images:detail","wagtailadmin_pages:edit","wagtailadmin_pages:add","wagtailadmin_pages:view_draft","wagtailimages:preview"): continue
        t = c.targets["own"]
        for url, q in c.urls(route, t):
            for p in [None, *payloads_of(route.view, t)][:2]:
                try:
                    with transaction.atomic():
                        data = c._data(adm, url, p) if p else {}
                        r = v.send(p.method if p else "get", url, data)
                        print(url, p and p.label, r.status_code)
                        transaction.set_rollback(True)
                except Exception as e:
                    k = repr(e)[:300]
                    if k not in seen:
                        seen.add(k); print(url, k); print("".join(traceback.format_tb(e.__traceback__)[-4:]))
