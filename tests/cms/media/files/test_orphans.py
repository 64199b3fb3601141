"""Files that no row names, and rows whose file is gone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from cms.media.files.orphans import GRACE, lost_files, orphans
from tests.factories.media import empty_storage, make_document, make_image

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

LATER = GRACE + timedelta(minutes=1)


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("find_orphans", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_what_rows_name_and_what_is_young_or_not_ours_is_no_orphan() -> None:
    make_image("clinic.png")
    make_document("terms.pdf")
    default_storage.save("elsewhere/notes.txt", ContentFile(b"a"))
    default_storage.save("incoming/half", ContentFile(b"a"))
    assert orphans(timezone.now()) == []
    assert orphans(timezone.now() + LATER) == ["incoming/half"]
    assert lost_files() == []
    default_storage.delete("incoming/half")


def test_command_deletes_orphans_and_names_what_is_lost() -> None:
    document = make_document("terms.pdf")
    default_storage.delete(str(document.file.name))
    default_storage.save("documents/cut.pdf", ContentFile(b"a"))
    lost = f"not there: {document.file.name}"
    assert said() == ["0 orphans.", lost, "1 files are not there."]
    assert said("--hours=0") == ["documents/cut.pdf", "1 orphans.", lost, "1 files are not there."]
    assert said("--hours=0", "--delete")[:2] == ["documents/cut.pdf", "1 orphans deleted."]
    assert said("--hours=0")[0] == "0 orphans."
