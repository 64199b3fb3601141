"""How often an address or a key has asked what costs much, counted over all workers of all machines."""

from django.db import connection, models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from api.limits.pace import Rate

ASK = """
INSERT INTO api_allowance AS known (name, good_at) VALUES (%(name)s, clock_timestamp() + %(period)s * interval '1 s')
ON CONFLICT (name) DO UPDATE
SET good_at = greatest(known.good_at, clock_timestamp()) + %(period)s * interval '1 s'
WHERE known.good_at <= clock_timestamp() + (%(slack)s + 0.000001) * interval '1 s'
RETURNING extract(epoch FROM good_at - clock_timestamp())::float
"""
"""No row for one that may not ask now. The same rule as `api.limits.pace.Pace`, by the database's clock."""


class Allowance(models.Model):
    """`name`: a digest of the address or key, which is nobody's to read. `good_at`: when it may ask all anew."""

    name = models.TextField(primary_key=True)
    good_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("allowance")

    def __str__(self) -> str:
        return self.name


def let_in(who: str, rate: Rate) -> float | None:
    """Counts a request where all workers count: one statement. Gives the seconds after which all is made good that was
    used up; None for one that may not ask now. On SQLite one process is all there is, and knows it: 0.
    """
    if connection.vendor != "postgresql":
        return 0.0
    name = salted_hmac("api.limits", who).hexdigest()[:24]
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"name": name, "period": rate.period, "slack": rate.slack})
        row = cursor.fetchone()
    return row[0] if row else None
