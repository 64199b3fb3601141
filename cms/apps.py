from django.apps import AppConfig

from cms.articles.tokens import TOKENS
from stores.tokens.syntax import register_tokens


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from stores.audit.files import watch_files  # noqa: PLC0415  (the same)

        # Before a deleted picture's blocks are taken out of bodies: the history says where it was.
        watch_files()
        from cms import audited  # noqa: F401, PLC0415  (models are ready only now)
        from cms.accounts import receivers as account_receivers  # noqa: F401, PLC0415  (the same)
        from cms.articles import receivers, redirects, removal, tags  # noqa: F401, PLC0415  (models are ready only now)
        from cms.carrying import removal as carrying_removal  # noqa: F401, PLC0415  (the same)
        from cms.intake import following  # noqa: F401, PLC0415  (the same)
        from cms.intake.models import old_runs  # noqa: PLC0415  (the same)
        from cms.intake.schedule import follow_feeds  # noqa: PLC0415  (the same)
        from cms.pictures import receivers as picture_receivers  # noqa: F401, PLC0415  (the same)
        from cms.releases.releasing import due_releases, next_release  # noqa: PLC0415  (the same)
        from cms.reviews import tasks as reviews  # noqa: PLC0415  (the same)
        from cms.running import holidays  # noqa: PLC0415  (the same)
        from cms.running.rounds import ROUNDS  # noqa: PLC0415  (the same)
        from cms.running.scheduling import BESIDE, COMING, DUE  # noqa: PLC0415  (the same)
        from cms.running.tidying import LEFTOVERS, Leftovers  # noqa: PLC0415  (the same)
        from cms.running.whole import do_whole  # noqa: PLC0415  (the same)
        from cms.watching.machine_checks import register_machine_checks  # noqa: PLC0415  (the same)
        from cms.watching.network_checks import register_network_checks, worker_missing  # noqa: PLC0415  (the same)
        from cms.watching.outside_checks import register_outside_checks  # noqa: PLC0415  (the same)
        from stores.importing.runs import register_worker_missing  # noqa: PLC0415  (the same)

        BESIDE.append(follow_feeds)
        ROUNDS.extend((holidays.ROUND, reviews.ROUND))
        LEFTOVERS.append(Leftovers("looks at feeds", old_runs))
        do_whole()
        DUE.append(due_releases)
        COMING.append(next_release)
        register_tokens(TOKENS)
        register_worker_missing(worker_missing)
        register_machine_checks()
        register_network_checks()
        register_outside_checks()
