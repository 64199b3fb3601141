from django.apps import AppConfig


class StoresConfig(AppConfig):
    name = "stores"
    verbose_name = "Stores"

    def ready(self) -> None:
        from stores import spelling  # noqa: F401, PLC0415  (before the first connection)
        from stores.approval import mail as approval_mail  # noqa: F401, PLC0415  (models are ready only now)
        from stores.audience import following as audiences_following  # noqa: F401, PLC0415  (the same)
        from stores.audience import removal as audiences_removal  # noqa: F401, PLC0415  (the same)
        from stores.audit import accounts, network_rows, role_rights, writing  # noqa: F401, PLC0415  (the same)
        from stores.audit import files as audited_files  # noqa: PLC0415  (the same)
        from stores.banners import removal as banners_removal  # noqa: F401, PLC0415  (the same)
        from stores.desk.icons import keep_icons  # noqa: PLC0415  (before the first template)
        from stores.hours import collisions  # noqa: F401, PLC0415  (the same)
        from stores.hours import removal as hours_removal  # noqa: F401, PLC0415  (the same)
        from stores.isolation import file_policy  # noqa: PLC0415  (the same)
        from stores.opening import registration as receivers  # noqa: F401, PLC0415  (models are ready only now)
        from stores.people import leaving  # noqa: F401, PLC0415  (models are ready only now)
        from stores.people import removal as people_removal  # noqa: F401, PLC0415  (the same)
        from stores.removal import files, fixed  # noqa: F401, PLC0415  (the same)
        from stores.store import site_roots  # noqa: F401, PLC0415  (the same)

        audited_files.watch_files()
        file_policy.register()
        keep_icons()
