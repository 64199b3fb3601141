import collections, sys, time
import pytest
from tests.isolation.public import *
pytestmark = pytest.mark.django_db
def test_x(planted, quick_asking):
    t=time.process_time()
    got = list(PublicCrawl(planted).run())
    leaks=[a for a in got if a.leaks]
    open("/tmp/iso-public.txt","w").write("\n".join(map(str,leaks))+"\n==== all\n"+"\n".join(map(str,got)))
    sys.stderr.write(f"{len(got)} {time.process_time()-t:.0f}s leaks {len(leaks)} {collections.Counter(a.status for a in got)}\n")
    sys.stderr.write(f"{collections.Counter(a.view for a in leaks)}\n")
