import pytest
from tests.api.asking import Api
from tests.factories.rich import add_store_media, make_rich_article, make_rich_page
from tests.factories.stores import make_store, StoreGroupFactory
from tests.factories.media import make_image

LISTS=["articles/","experts/","banners/","topics/","tags/","pages/","images/","documents/","redirects/"]

def build(store, a, b):
    for n in range(a,b):
        make_rich_article(f"article-{n}")
        make_rich_page(f"page-{n}")
        add_store_media(store, str(n))

def test_all(api: Api, empty_storage):
    store=make_store("pitman", groups=[StoreGroupFactory.create(slug="a")])
    def measure():
        out={}
        for p in LISTS:
            for f in (None,"*"):
                if f and p=="redirects/": pass
                q={"store":"pitman"}
                if f: q["fields"]=f
                out[p,f]=api.count_queries(p,**q)
        out["search",None]=api.count_queries("articles/",store="pitman",search="article")
        out["search","*"]=api.count_queries("articles/",store="pitman",search="article",fields="*")
        out["stores/",None]=api.count_queries("stores/")
        out["stores/pitman/",None]=api.count_queries("stores/pitman/")
        for p in ["articles","experts","pages","images","documents","redirects"]:
            pk=api.items(f"{p}/",store="pitman")[0]["id"]
            for f in (None,"*"):
                q={"store":"pitman"}
                if f: q["fields"]=f
                out[p+" detail",f]=api.count_queries(f"{p}/{pk}/",**q)
        for path in ["/","/health/","/health/article-0/","/experts/expert-article-0-0/","/page-0/","/old-page-0/"]:
            out["storefront "+path,None]=api.count_queries("storefront/",store="pitman",path=path)
        return out
    build(store,0,1)
    one=measure()
    build(store,1,20)
    for n in range(29):
        s=make_store(f"store-{n}", groups=[StoreGroupFactory.create(slug=f"g{n}")])
        s.logo=make_image(f"logo{n}.png"); s.save(update_fields=["logo"])
    many=measure()
    for k in one: print(k, one[k], many[k])
