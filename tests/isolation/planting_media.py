"""A store's pictures, documents, private folders and half-done uploads. Files hold marker or colour."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile

from cms.media.models import NetworkDocument, NetworkImage
from cms.users.models import User
from tests.factories.media import make_document, make_image, picture_file
from tests.isolation.markers import NEIGHBOUR, WORD, opened, secret

COLOURS = {NEIGHBOUR: "#d000d0"}
"""Whoever sees this colour in a picture sees a picture of the neighbour's."""


@dataclass(frozen=True, slots=True)
class MediaPlants:
    """`hidden`: in a collection with a password; `deeper`: in a collection below that one."""

    image: NetworkImage
    hidden_image: NetworkImage
    deeper_image: NetworkImage
    document: NetworkDocument
    hidden_document: NetworkDocument
    deeper_document: NetworkDocument
    collection: Collection
    private_collection: Collection
    restriction: CollectionViewRestriction
    image_upload: UploadedFile
    document_upload: UploadedFile

    @property
    def images(self) -> list[NetworkImage]:
        return [self.image, self.hidden_image, self.deeper_image]

    @property
    def documents(self) -> list[NetworkDocument]:
        return [self.document, self.hidden_document, self.deeper_document]


def plant_image(owner: str, marker: str, collection: Collection, user: User | None = None) -> NetworkImage:
    """A picture in the owner's colour, with a rendition and a tag."""
    image = make_image(
        f"{marker}.png",
        collection=collection,
        colour=COLOURS.get(owner, "#0b6e4f"),
        description=f"{marker}description {WORD[owner]}",
        is_ready=False,
    )
    image.title = f"{marker} {WORD[owner]}"
    image.uploaded_by_user = user
    image.save()
    image.tags.add(f"{marker}tag")
    image.get_rendition("width-12")
    return image


def plant_document(owner: str, marker: str, collection: Collection, user: User | None = None) -> NetworkDocument:
    """A text file that holds a marker of its own, with a tag: its name is in the address that one asks for."""
    document = make_document(f"{marker}.txt", collection=collection)
    document.file.delete(save=False)
    document.file.save(f"{marker}.txt", ContentFile(f"{marker}content\n".encode()), save=False)
    document.title = f"{marker} {WORD[owner]}"
    document.uploaded_by_user = user
    document.save()
    document.tags.add(f"{marker}tag")
    return document


def plant_media(owner: str, collection: Collection, user: User) -> MediaPlants:
    """What a store uploaded: in its own collection, in a private one below it, and below that."""
    private = collection.add_child(name=f"{secret(owner, 'private')} collection")
    deeper = private.add_child(name=f"{secret(owner, 'deeper')} collection")
    restriction = CollectionViewRestriction.objects.create(
        collection=private, restriction_type="password", password=secret(owner, "collectionpassword")
    )
    picture = picture_file(f"{secret(owner, 'imageupload')}.png", colour=COLOURS.get(owner, "#0b6e4f"))
    text = ContentFile(secret(owner, "uploadcontent").encode(), name=f"{secret(owner, 'documentupload')}.txt")
    return MediaPlants(
        image=plant_image(owner, opened(owner, "image"), collection, user),
        hidden_image=plant_image(owner, secret(owner, "hiddenimage"), private, user),
        deeper_image=plant_image(owner, secret(owner, "deeperimage"), deeper, user),
        document=plant_document(owner, opened(owner, "document"), collection, user),
        hidden_document=plant_document(owner, secret(owner, "hiddendocument"), private, user),
        deeper_document=plant_document(owner, secret(owner, "deeperdocument"), deeper, user),
        collection=collection,
        private_collection=private,
        restriction=restriction,
        image_upload=UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(NetworkImage), file=picture, uploaded_by_user=user
        ),
        document_upload=UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(NetworkDocument), file=text, uploaded_by_user=user
        ),
    )
