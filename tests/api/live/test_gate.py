"""`live/` where keys are needed: who is let in, and whose stream ends."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from api.caching.mirror import Mirror
from api.keys import keeping
from api.live import gate
from api.live.application import Live
from tests.api.keys.asking import Source, made
from tests.api.live.test_application import listening, run, until
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_who_listens_and_whose_stream_ends(monkeypatch: Any) -> None:
    monkeypatch.setattr(gate, "EVERY", 0.02)
    pitman, _other = make_store("pitman"), make_store("switchback")
    (key, good), (_read, reads), (_own, own) = made("live"), made("read"), made("live", store=pitman)
    source = Source()
    noted: list[int] = []

    def bearer(written: str) -> dict[str, Any]:
        return {"authorization": f"Bearer {written}"} if written else {}

    async def talk(live: Live) -> None:
        live.gate.mirror = Mirror(lambda: source)
        live.gate.uses.note = noted.append  # type: ignore[method-assign,assignment]
        anybody = await listening(live)
        assert anybody.status == 200
        wrong = await listening(live, **bearer("mortar_x"))
        assert wrong.status == 401
        await sync_to_async(keeping.let_anybody_read)(False, by=None)
        await sync_to_async(source.look)()
        looking = asyncio.ensure_future(live.gate.look_for_ever())
        await until(anybody.task.done)
        refused = [await listening(live, **each) for each in (bearer(""), bearer(good), bearer(reads), bearer(own))]
        assert [each.status for each in refused] == [401, 200, 403, 200]
        headers = dict(refused[0].sent[0]["headers"])
        assert (headers[b"www-authenticate"], b"access-control-allow-origin" in headers) == (
            b'Bearer realm="Mortar"',
            False,
        )
        assert (await listening(live, "store=switchback", **bearer(own))).status == 403
        await sync_to_async(keeping.revoke_key)(key, by=None, at=timezone.now())
        await sync_to_async(source.look)()
        await until(refused[1].task.done)
        assert not refused[3].task.done()
        looking.cancel()

    run(talk)
    assert noted == [key.pk, _own.pk]
