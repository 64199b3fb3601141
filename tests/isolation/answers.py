"""What came back: its text, its pictures, who refused, and what it gave away."""

import io
import re
import zipfile
from dataclasses import dataclass, field

from django.http import HttpResponse
from PIL import Image, UnidentifiedImageError

from tests.isolation.markers import Sign
from tests.isolation.planting_media import COLOURS

LOGIN = re.compile(r"^/admin/login/")
HOME = "/admin/"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def body_of(response: HttpResponse) -> bytes:
    """All bytes, also of a file."""
    if not response.streaming:
        return bytes(response.content)
    # The test client closes the response at its end; to close it here would close the database too.
    return b"".join(response.streaming_content)


def text_of(response: HttpResponse, body: bytes) -> str:
    """Headers and body as one text; a workbook is opened. A request's number is chance, and may look like an id."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items() if name != "X-Request-ID")
    if response.get("Content-Type", "").startswith(XLSX):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return headers + "\n".join(book.read(name).decode() for name in book.namelist())
    return f"{headers}\n{body.decode('utf-8', 'replace')}"


def picture_sign(response: HttpResponse, body: bytes) -> set[Sign]:
    """The neighbour's colour in a picture."""
    if not response.get("Content-Type", "").startswith("image/") or "svg" in response["Content-Type"]:
        return set()
    try:
        with Image.open(io.BytesIO(body)) as picture:
            colour = "#{:02x}{:02x}{:02x}".format(*picture.convert("RGB").getpixel((1, 1)))
    except (UnidentifiedImageError, IndexError):
        return set()
    return {Sign(owner, "secret", "a picture") for owner, own in COLOURS.items() if own == colour}


@dataclass(frozen=True, slots=True)
class Answer:
    """One request and what became of it. `leaks`: what was seen or changed that must not be."""

    role: str
    view: str
    target: str
    method: str
    url: str
    status: int
    location: str = ""
    is_refused: bool = False
    leaks: tuple[str, ...] = field(default=())

    @property
    def is_redirect(self) -> bool:
        return 300 <= self.status < 400

    @property
    def is_sent_to_login(self) -> bool:
        return self.is_redirect and bool(LOGIN.match(self.location))

    @property
    def is_past_the_door(self) -> bool:
        """Whether the view itself was asked, and might say more to whoever sends the right form."""
        return not self.is_refused and self.status not in {403, 405} and not (self.is_redirect and self.is_denied)

    @property
    def is_denied(self) -> bool:
        """Sent away, by whomever: an error, the login, or the home page with a word of regret."""
        return self.status >= 400 or self.is_sent_to_login or (self.is_redirect and self.location == HOME)

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.url} [{self.view}, {self.status}] {'; '.join(self.leaks[:4])}"
