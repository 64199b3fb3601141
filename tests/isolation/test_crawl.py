"""Everybody asks for everything."""

import collections, sys, time
import pytest
from django.test import override_settings
from tests.isolation.crawl import Crawl
from tests.isolation.planting import Planted
from tests.isolation.roles import roles_of

pytestmark = pytest.mark.django_db

@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("name", ["owner", "staff", "owner of nothing", "editor", "anonymous"])
def test_x(planted: Planted, name, on) -> None:
    crawl = Crawl(planted)
    t = time.perf_counter()
    with override_settings(STORE_ISOLATION=on):
        got = crawl.run(roles_of(planted)[name], "neighbour", "own", "library", "ghost")
    d = time.perf_counter() - t
    leaks = [a for a in got if a.leaks]
    with open(f"/tmp/iso-{name}-{on}.txt", "w") as f:
        f.write("\n".join(map(str, leaks)) + "\n==== all\n" + "\n".join(map(str, got)))
    sys.stderr.write(f"{name} {on}: {len(got)} requests {d:.0f}s, refused {sum(a.is_refused for a in got)}, denied {sum(a.is_denied for a in got)}, 500s {sum(a.status>=500 for a in got)} leaks {len(leaks)}\n")
    c = collections.Counter((a.view) for a in leaks)
    sys.stderr.write(str(c.most_common(20)) + "\n")
