"""What a video's address tells."""

import pytest

from cms.articles.videos import Video, video_of

ID = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"https://youtube.com/watch?v={ID}&t=42s",
        f"https://m.youtube.com/watch?list=abc&v={ID}",
        f"https://youtu.be/{ID}",
        f"https://youtu.be/{ID}?si=tracking",
        f"https://www.youtube.com/embed/{ID}",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://WWW.YOUTUBE.COM/watch?v={ID}",
        f"https://www.youtube.com/embed/{ID}/",
    ],
)
def test_every_form_of_a_youtube_address_gives_the_video_(url: str) -> None:
    assert video_of(url) == Video("YouTube", ID)


@pytest.mark.parametrize(
    "url",
    [
        "https://vimeo.com/76979871",
        "https://www.vimeo.com/76979871/",
        "https://player.vimeo.com/video/76979871",
        "https://vimeo.com/channels/staffpicks/76979871",
        "https://vimeo.com/76979871?share=copy",
    ],
)
def test_every_form_of_a_vimeo_address_gives_the_video(url: str) -> None:
    assert video_of(url) == Video("Vimeo", "76979871")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not a url",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://evil.example/youtube.com/watch?v={ID}",
        f"https://notyoutube.com/watch?v={ID}",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=twelve-chars",
        'https://www.youtube.com/watch?v="><script>',
        "https://www.youtube.com/",
        "https://www.youtube.com/@channel-name",
        "https://youtu.be/",
        "https://vimeo.com/",
        "https://vimeo.com/about",
        "https://vimeo.com/123",
        "https://video.example.com/watch?v=" + ID,
    ],
)
def test_what_is_no_video_of_a_known_provider_gives_nothing(url: str) -> None:
    assert video_of(url) is None


def test_address_that_is_malformed_gives_nothing_instead_of_an_error() -> None:
    assert video_of(f"https://[youtube.com/watch?v={ID}") is None


def test_the_player_follows_nobody() -> None:
    assert Video("YouTube", ID).embed_url == f"https://www.youtube-nocookie.com/embed/{ID}"
    assert Video("Vimeo", "76979871").embed_url == "https://player.vimeo.com/video/76979871?dnt=1"
