"""What the network calls itself, in templates of the admin."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def network_name() -> str:
    """The network's own name."""
    return str(settings.WAGTAIL_SITE_NAME)


@register.simple_tag
def network_logo() -> str:
    """The address of its logo; empty without one."""
    return str(settings.NETWORK_LOGO)
