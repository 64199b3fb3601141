"""`/api/docs/`: the guide first, then the reference, and a page to try every endpoint."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from api.guide.rendering import FIRST, PAGES, docs_address, page_of


def docs_page(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """One page of the docs."""
    if name not in PAGES:
        raise Http404
    menu = [{"title": title, "href": docs_address(each), "is_current": each == name} for each, title in PAGES.items()]
    return render(request, "api/guide.html", {"page": page_of(name), "menu": menu})
