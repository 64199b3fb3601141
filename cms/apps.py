from django.apps import AppConfig

from cms.article_tokens import TOKENS
from stores.tokens import register_tokens


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from cms import audited, receivers  # noqa: F401, PLC0415  (models are ready only now)
        from cms.accounts import receivers as account_receivers  # noqa: F401, PLC0415  (the same)

        register_tokens(TOKENS)
