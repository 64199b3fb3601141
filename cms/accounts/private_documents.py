"""The password of a private collection: a guess at it is counted like one at a login."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.documents.views.serve import authenticate_with_password

from cms.accounts.guessing import count_from_address


def password_of_collection(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """Wagtail's form, which takes guesses without end; 429 after too many from one address.

    Nothing is counted at the collection: whoever guesses must not lock out those who know the password.
    """
    if request.method != "POST":
        return _stock(request, restriction_id)
    try:
        usage = count_from_address(request)
    except ValidationError as error:
        return render(request, "400.html", {"text": " ".join(error.messages)}, status=429)
    response = _stock(request, restriction_id)
    if response.status_code == 302:
        usage.rollback()
    return response


def _stock(request: HttpRequest, restriction_id: int) -> HttpResponse:
    response: HttpResponse = authenticate_with_password(request, restriction_id)
    return response
