"""How often an address has asked what costs much, counted over all workers of all machines."""

from django.db import connection, models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from api.limits.pace import Rate

ASK = """
INSERT INTO api_allowance AS known (name, good_at) VALUES (%(name)s, clock_timestamp() + %(period)s * interval '1 s')
ON CONFLICT (name) DO UPDATE
SET good_at = greatest(known.good_at, clock_timestamp()) + %(period)s * interval '1 s'
WHERE known.good_at <= clock_timestamp() + (%(slack)s + 0.000001) * interval '1 s'
"""
"""No row for one that may not ask now. The same rule as `api.limits.pace.Pace`, by the database's clock."""


class Allowance(models.Model):
    """`name`: a digest of the address, which itself is nobody's to read. `good_at`: when it may ask all anew."""

    name = models.TextField(primary_key=True)
    good_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("allowance")

    def __str__(self) -> str:
        return self.name


def is_let_in(address: str, rate: Rate) -> bool:
    """Counts a request where all workers count: one statement. On SQLite one process is all there is."""
    if connection.vendor != "postgresql":
        return True
    name = salted_hmac("api.limits", address).hexdigest()[:24]
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"name": name, "period": rate.period, "slack": rate.slack})
        return bool(cursor.rowcount)
