from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = "Media"

    def ready(self) -> None:
        from cms.media import receivers  # noqa: F401, PLC0415  (models are ready only now)
        from cms.media.avatars import guard_avatars  # noqa: PLC0415  (the same)

        guard_avatars()
