"""What the address of a video tells without asking anybody."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
VIMEO_ID = re.compile(r"[0-9]{6,12}")


@dataclass(frozen=True, slots=True)
class Video:
    """A video at a known provider."""

    provider: str
    id: str

    @property
    def embed_url(self) -> str:
        """The address of its player, in the form that follows nobody."""
        if self.provider == "YouTube":
            return f"https://www.youtube-nocookie.com/embed/{self.id}"
        return f"https://player.vimeo.com/video/{self.id}?dnt=1"


def video_of(url: str) -> Video | None:
    """The video behind a page's address; None when it is none of YouTube's or Vimeo's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in {"youtube.com", "youtube-nocookie.com"}:
        found = parse_qs(parts.query).get("v", [""])[0] or path.rpartition("/")[2]
    elif host == "youtu.be":
        found = path.lstrip("/")
    elif host in {"vimeo.com", "player.vimeo.com"}:
        found = path.rpartition("/")[2]
        return Video("Vimeo", found) if VIMEO_ID.fullmatch(found) else None
    else:
        return None
    if not YOUTUBE_ID.fullmatch(found):
        return None
    return Video("YouTube", found)
