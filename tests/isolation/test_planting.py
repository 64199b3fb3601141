"""The planted network has one of everything, and each of it can be found."""

import pytest
from django.db import connection

from tests.isolation.markers import NEIGHBOUR
from tests.isolation.planting import Planted

pytestmark = pytest.mark.django_db


def test_x(planted: Planted) -> None:
    import sys, collections
    from tests.isolation.markers import signs_in
    with connection.cursor() as c:
        for t in connection.introspection.table_names():
            c.execute(f'select * from "{t}"')
            cnt = collections.Counter()
            for row in c.fetchall():
                owners = {s.owner for s in signs_in(" ".join(map(str,row)))}
                cnt["+".join(sorted(owners)) or "-"] += 1
            sys.stderr.write(f"{t}: {dict(cnt)}\n")
