"""Whether what a request names belongs to the person's own stores. The checks of `stores.isolation.verdicts`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TaskState, UploadedFile, WorkflowState

from stores.access.confinement import Confinement
from stores.access.references import model_named
from stores.audience.models import AudienceMixin, audience_includes
from stores.banners.models import NetworkBanner, PromoBanner
from stores.hours.models import HolidayClosure, HoursException
from stores.ids import id_in
from stores.people.models import Invitation
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: who asks (by how they are confined), and what the URL names."""

    request: HttpRequest
    kwargs: Mapping[str, Any]
    args: tuple[Any, ...]
    confinement: Confinement

    def named(self, *names: str) -> Any:
        """The first of these URL arguments; views differ in what they call the same thing."""
        return next((self.kwargs[name] for name in names if name in self.kwargs), None)


def _pages(ask: Ask, ids: Iterable[Any]) -> bool:
    return _all_own(ask.confinement.pages(Page.objects.all()), ids)


def _all_own(own: Any, ids: Iterable[Any]) -> bool:
    """Whether every id is a number and one of `own`; False for no id at all."""
    asked = {id_in(pk) for pk in ids}
    if not asked or None in asked:
        return False
    return own.filter(pk__in=asked).count() == len(asked)


def own_page(ask: Ask) -> bool:
    """The page stands at or below an own store."""
    return _pages(ask, [ask.named("page_id", "pk")])


def own_parent(ask: Ask) -> bool:
    """The parent stands at or below an own store."""
    return _pages(ask, [ask.named("parent_page_id")])


def own_store(ask: Ask) -> bool:
    """The store in the URL is an own one."""
    return ask.confinement.has_store(ask.named("store_id"))


def own_store_exception(ask: Ask) -> bool:
    """The store in the URL is an own one, and the row of dated hours is that store's."""
    rows = HoursException.objects.filter(store=ask.named("store_id"), pk=ask.named("exception_id"))
    return own_store(ask) and rows.exists()


def own_store_line(ask: Ask) -> bool:
    """The store in the URL is an own one, and the promo line is that store's."""
    rows = PromoBanner.objects.filter(store=ask.named("store_id"), pk=ask.named("line_id"))
    return own_store(ask) and rows.exists()


def own_store_invitation(ask: Ask) -> bool:
    """The store in the URL is an own one, and the invitation is to it."""
    rows = Invitation.objects.filter(store=ask.named("store_id"), pk=ask.named("invitation_id"))
    return own_store(ask) and rows.exists()


def own_store_staff(ask: Ask) -> bool:
    """The store in the URL is an own one, and the person is of its staff."""
    rows = StoreRegistration.objects.filter(store=ask.named("store_id"), staff__user=ask.named("person_id"))
    return own_store(ask) and rows.exists()


def _is_for_own_store(ask: Ask, model: type[AudienceMixin], name: str) -> bool:
    """The store in the URL is an own one, and the audience of the row so named includes it."""
    if not own_store(ask):
        return False
    includes = audience_includes(model, StorePage(pk=ask.named("store_id")))
    return model._default_manager.filter(includes, pk=ask.named(name)).exists()


def own_store_holiday(ask: Ask) -> bool:
    """A holiday of the network that is for the own store in the URL."""
    return _is_for_own_store(ask, HolidayClosure, "holiday_id")


def own_store_banner(ask: Ask) -> bool:
    """A promo line of the network that is for the own store in the URL."""
    return _is_for_own_store(ask, NetworkBanner, "banner_id")


def own_task_state(ask: Ask) -> bool:
    """The page is an own one, and the task state in the URL is that page's: Wagtail takes any other for it."""
    states = TaskState.objects.filter(pk=ask.named("task_state_id"), workflow_state__in=_workflow_states(ask))
    return own_page(ask) and states.exists()


def own_workflow_state(ask: Ask) -> bool:
    """The page is an own one, and the workflow state in the URL is that page's."""
    return own_page(ask) and _workflow_states(ask).filter(pk=ask.named("workflow_state_id")).exists()


def _workflow_states(ask: Ask) -> QuerySet[WorkflowState]:
    is_page = {"base_content_type": ContentType.objects.get_for_model(Page)}
    return WorkflowState.objects.filter(object_id=str(ask.named("page_id")), **is_page)


def own_submission(ask: Ask) -> bool:
    """The store in the URL is an own one, and what was submitted is a page at or below it."""
    state = TaskState.objects.filter(pk=ask.named("task_state_id")).select_related("workflow_state").first()
    if state is None or not own_store(ask):
        return False
    store = next(each for each in ask.confinement.stores if each.pk == ask.named("store_id"))
    return Page.objects.filter(pk=state.workflow_state.object_id, path__startswith=store.path).exists()


def visible_folder(ask: Ask) -> bool:
    """An own page, or a folder above an own store: Wagtail leads from there to the highest one that is shared."""
    page = Page.objects.filter(pk=ask.named("parent_page_id", "page_id", "pk"), depth__gt=1).first()
    if page is None:
        return False
    is_above = any(store.path.startswith(page.path) for store in ask.confinement.stores)
    return is_above or ask.confinement.has_page(page.path)


def _tester(ask: Ask) -> Any:
    page = Page.objects.get(pk=ask.named("page_id"))
    return page.specific.permissions_for_user(ask.request.user)


def own_page_deletable(ask: Ask) -> bool:
    """An own page that is not the store's fixed furniture."""
    return own_page(ask) and bool(_tester(ask).can_delete())


def own_page_unpublishable(ask: Ask) -> bool:
    """An own page that may be taken offline; one that is offline already gets Wagtail's own words."""
    return own_page(ask) and (bool(_tester(ask).can_unpublish()) or not Page.objects.get(pk=ask.named("page_id")).live)


def _images(ask: Ask, ids: Iterable[Any]) -> bool:
    return _all_own(ask.confinement.members(get_image_model().objects.all()), ids)


def _documents(ask: Ask, ids: Iterable[Any]) -> bool:
    return _all_own(ask.confinement.members(get_document_model().objects.all()), ids)


def own_image(ask: Ask) -> bool:
    """The image is in an own collection."""
    return _images(ask, [ask.named("image_id", "pk")])


def own_document(ask: Ask) -> bool:
    """The document is in an own collection."""
    return _documents(ask, [ask.named("document_id", "doc_id", "pk")])


def _asked_ids(ask: Ask) -> list[Any]:
    pk = ask.named("pk")
    return [pk] if pk is not None else ask.request.GET.getlist("id")


def chosen_pages(ask: Ask) -> bool:
    """Every chosen page is an own one."""
    return _pages(ask, _asked_ids(ask))


def chosen_images(ask: Ask) -> bool:
    """Every chosen image is in an own collection."""
    return _images(ask, _asked_ids(ask))


def chosen_documents(ask: Ask) -> bool:
    """Every chosen document is in an own collection."""
    return _documents(ask, _asked_ids(ask))


def own_upload(ask: Ask) -> bool:
    """The file was uploaded by the person."""
    pk = ask.named("uploaded_file_id")
    return UploadedFile.objects.filter(pk=pk, uploaded_by_user=ask.request.user.pk).exists()


def own_editing_session(ask: Ask) -> bool:
    """The session is about an own page; other models have no sessions here."""
    model = model_named(ask.named("app_label"), ask.named("model_name"))
    return model is not None and issubclass(model, Page) and _pages(ask, [ask.named("object_id")])


def own_bulk(ask: Ask) -> bool:
    """Every named object is an own one; `all` of a listing below an own page, or of the own collections."""
    model_name = f"{ask.named('app_label')}.{ask.named('model_name')}".lower()
    ids = ask.request.GET.getlist("id")
    folder = ask.request.GET.get("childOf")
    if model_name == "wagtailcore.page":
        return _pages(ask, [folder] if "all" in ids else ids)
    for model in (get_image_model(), get_document_model()):
        if model_name == model._meta.label_lower:
            return "all" in ids or _all_own(ask.confinement.members(model.objects.all()), ids)
    return False
