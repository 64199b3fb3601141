from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    name = "cms.users"
    label = "users"
    verbose_name = "Users"
    default = True


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens of people, which know that only superusers make superusers."""

    user_viewset = "cms.users.views.PeopleViewSet"
