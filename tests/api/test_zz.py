import cProfile, pstats, time
from tests.factories.rich import *
from tests.factories.stores import make_store
def test_p(db, empty_storage):
    store=make_store("pitman")
    t=time.perf_counter(); make_store("b"); print("store", time.perf_counter()-t)
    t=time.perf_counter(); make_image("a.png"); print("image", time.perf_counter()-t)
    t=time.perf_counter(); make_image("b.png", is_ready=False); print("image unready", time.perf_counter()-t)
    t=time.perf_counter(); make_article("a"); print("article", time.perf_counter()-t)
    t=time.perf_counter(); make_article("ab"); print("article", time.perf_counter()-t)
    t=time.perf_counter(); make_expert("b"); print("expert", time.perf_counter()-t)
    t=time.perf_counter(); make_document("b.txt"); print("doc", time.perf_counter()-t)
    pr=cProfile.Profile(); pr.enable()
    for n in range(3): make_rich_article(f"x{n}")
    pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(45)
