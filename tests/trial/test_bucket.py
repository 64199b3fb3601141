"""Uploads in a bucket that an S3-compatible server on this machine holds; skipped where there is no `moto_server`.

    python3 -m venv /tmp/moto && /tmp/moto/bin/pip install 'moto[server]'
    PATH=/tmp/moto/bin:$PATH make trial ARGS=tests/trial/test_bucket.py

The server holds objects, and asks nobody who they are: what a bucket's policy lets through is not tried here.
"""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from cms.media.files.orphans import GRACE, lost_files, orphans
from cms.media.ladder import specs_for
from cms.media.making import make
from cms.settings.extras import s3_storage
from tests.factories.media import library_collection, make_document, make_image
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

boto3 = pytest.importorskip("boto3", reason="requirements/extras.txt is not installed")
SERVER = shutil.which("moto_server")
pytestmark = [
    pytest.mark.trial,
    pytest.mark.django_db,
    pytest.mark.skipif(SERVER is None, reason="no moto_server in PATH: see the docstring of the module"),
]

URL = "https://localhost:8000/media/"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Where the server answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    assert SERVER
    process = subprocess.Popen([SERVER, "-H", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL)
    try:
        until = monotonic() + 60
        while monotonic() < until and socket.socket().connect_ex(("127.0.0.1", port)):
            sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def bucket(endpoint: str) -> Iterator[Any]:
    """An empty bucket in which the project's uploads are, by the settings of production."""
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    held = boto3.resource("s3", endpoint_url=endpoint, **keys).Bucket("uploads")
    held.create()
    named = {"bucket_name": "uploads", "endpoint_url": endpoint, "region_name": "us-east-1"}
    storage = s3_storage({**named, "access_key": "key", "secret_key": "secret"}, url=URL)
    with override_settings(STORAGES={**settings.STORAGES, "default": storage}):
        yield held
    held.objects.all().delete()
    held.delete()


def keys_of(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def test_a_picture_and_its_sizes_are_objects_at_addresses_that_are_not_signed(bucket: Any) -> None:
    image = make_image("clinic.png", size=(1300, 40))
    made = {str(each.file.name) for each in image.renditions.all()}
    assert keys_of(bucket) == made | {str(image.file.name)}
    assert len(made) == len(specs_for(1300))
    for each in image.renditions.all():
        assert str(each.file.url) == f"{URL}{each.file.name}"


def test_a_picture_of_a_draft_is_at_no_address_of_the_api(bucket: Any) -> None:
    store = make_store("pitman")
    shown, draft = make_image("shown.png"), make_image("draft.png")
    make_article("live", hero=shown)
    make_article("draft", hero=draft, live=False)
    answer = Client().get(f"/api/v2/images/?store={store.slug}", headers={"Host": "localhost:8000"}).content.decode()
    assert "shown" in answer
    assert "draft" not in answer


def test_a_private_document_is_read_through_the_server_or_not_at_all(bucket: Any) -> None:
    document = make_document("prices.pdf")
    reader = Client(SERVER_NAME="localhost")
    assert b"".join(reader.get(document.url)) == b"prices.pdf\n"
    CollectionViewRestriction.objects.create(collection=library_collection(), restriction_type="login")
    answer = reader.get(document.url)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={document.url}")


def test_orphans_and_lost_files_are_found(bucket: Any) -> None:
    image = make_image("clinic.png")
    default_storage.save("documents/cut.pdf", ContentFile(b"a"))
    assert orphans(timezone.now()) == []
    assert orphans(timezone.now() + GRACE + timedelta(minutes=1)) == ["documents/cut.pdf"]
    bucket.Object(str(image.file.name)).delete()
    assert lost_files() == [str(image.file.name)]


def test_a_copy_of_the_bucket_brings_everything_back(bucket: Any) -> None:
    image, document = make_image("clinic.png"), make_document("terms.pdf")
    copy = {each.key: each.get()["Body"].read() for each in bucket.objects.all()}
    bucket.objects.all().delete()
    assert len(lost_files()) == len(copy)
    for key, body in copy.items():
        bucket.put_object(Key=key, Body=body)
    assert lost_files() == []
    assert document.file.open().read() == b"terms.pdf\n"
    image.renditions.all().delete()
    assert make(image.pk)
    assert keys_of(bucket) >= {str(each.file.name) for each in image.renditions.all()}
