"""Wagtail: what is replaced, overridden or set though its documentation does not offer it.

How references are found and kept is asked for by `stores.batches`, for many pages at once.

What is replaced for who is confined is replaced in `stores.isolation.wagtail_patches` and
`stores.isolation.form_patches`; the forms of Sites and of
redirects, and the zone of times, in the rooms that have their rules.
"""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

READ_IN = "8.0.1"
LEANED_ON = {
    "wagtail.actions.convert_alias.ConvertAliasPageAction.execute": "wrapped in a transaction by cms.running.whole",
    "wagtail.actions.copy_page.CopyPageAction.execute": "wrapped in a transaction by cms.running.whole",
    "wagtail.actions.create_alias.CreatePageAliasAction.execute": "wrapped in a transaction by cms.running.whole",
    "wagtail.actions.publish_revision.PublishRevisionAction.execute": "wrapped in a transaction by cms.running.whole",
    "wagtail.actions.unpublish.UnpublishAction.execute": "wrapped in a transaction by cms.running.whole",
    "wagtail.actions.unpublish_page.UnpublishPageAction.execute": "wrapped in a transaction by cms.running.whole",
    "wagtail.admin.filters.popular_tags_for_model": "replaced: counts the tags of every store's media",
    "wagtail.locks.BasicLock.get_message": "names people by the function that is replaced",
    "wagtail.admin.forms.models.WagtailAdminModelForm.__init__": "replaced: what stands in the object may stay",
    "wagtail.admin.models.popular_tags_for_model": "the function that is replaced",
    "wagtail.admin.rich_text.editors.draftail.DraftailRichTextArea.format_value": "replaced: looks links up",
    "wagtail.admin.templatetags.wagtailadmin_tags.icon": "its tag is replaced: renders a template for each icon",
    "wagtail.admin.ui.tables.UserColumn.get_cell_context_data": "replaced: names whoever edits a page",
    "wagtail.admin.utils.get_user_display_name": "replaced where it is imported: names anybody",
    "wagtail.admin.views.mixins.SpreadsheetExportMixin.preprocess_field_value": "formulas in CSV files",
    "wagtail.admin.views.pages.edit.EditView.send_commenting_notifications": "its mail, to who may comment now",
    "wagtail.admin.forms.pages.WagtailAdminPageForm.show_comments_toggle": "overridden: who is confined has none",
    "wagtail.admin.views.pages.listing.PageFilterSet": "its filters name sites and people",
    "wagtail.admin.widgets.chooser.AdminPageChooser.get_instance": "asks the one that is replaced",
    "wagtail.admin.widgets.chooser.BaseChooser.get_instance": "replaced: names any row by its id",
    "wagtail.models.pages.AbstractPage._slug_is_available": "overridden: a store's slug is one in the network",
    "wagtail.models.pages.AbstractPage._get_site_root_paths": "replaced: reads the roots of all Sites for each row",
    "wagtail.models.reference_index.ReferenceGroups.__getitem__": "replaced: loads everything to show a page of it",
    "wagtail.admin.forms.collections.BaseGroupCollectionMemberPermissionFormSet": "offers every store's folder",
    "wagtail.admin.views.collections.Index": "its `paginate_by`: a line for every store",
    "wagtail.users.views.users.UserFilterSet": "overridden: a box for every store's two groups",
    "wagtail.users.views.users.GroupFilter": "the filter of it",
    "wagtail.models.preview.PreviewableMixin._get_dummy_header_url": "overridden: `full_url` grows with the Sites",
    "wagtail.admin.views.bulk_action.registry.BulkActionRegistry.get_bulk_action_class": "what a bulk action is about",
    "wagtail.admin.views.bulk_action.base_bulk_action.BulkAction.get_actionable_objects": "what was ticked in a list",
    "wagtail.admin.api.views.PagesAdminAPIViewSet": "overridden: its actions write past every rule",
    "wagtail.contrib.redirects.forms.RedirectForm": "replaced in the views: refuses a ring of redirects",
    "wagtail.sites.views.SiteViewSet.get_form_class": "replaced: the form of Sites asks what our own screens ask",
    "wagtail.admin.views.account.LocaleSettingsPanel": "its form: without a choice it is the network's zone",
    "wagtail.admin.ui.side_panels.StatusSidePanel.get_scheduled_publishing_context": "replaced: times name their zone",
    "wagtail.users.models.UserProfile.get_current_time_zone": "replaced: the network's zone, not the server's",
    "wagtail.actions.publish_page_revision.PublishPageRevisionAction._after_publish": "done by publish_stores",
    "wagtail.actions.publish_revision.PublishRevisionAction._publish_revision": "done for many by publish_stores",
    "wagtail.actions.publish_revision.PublishRevisionAction._after_publish": "the same",
    "wagtail.models.pages.AbstractPage.save_revision": "the same",
    "wagtail.models.pages.AbstractPage.save": "done for new pages by add_children, for live stores by publish_stores",
    "wagtail.models.reference_index.ReferenceIndex._extract_references_from_object": "what a page refers to",
    "wagtail.models.reference_index.ReferenceIndex._get_content_path_hash": "the key of a reference",
    "wagtail.models.reference_index.ReferenceIndex.create_or_update_for_object": "done for many by `refer`",
    "wagtail.models.sites.Site.find_for_request": "its answer, `_wagtail_site`, is set for a store's host",
}

SITE_OF_REQUEST = "_wagtail_site"
"""The attribute of a request in which `Site.find_for_request` remembers what it found; no setting says it."""

SITE_ROOTS = "_get_site_root_paths"
"""The method by which a page asks for the roots of all Sites; replaced in `stores.store.site_roots`."""


Reference = tuple[int, str, str, str]
"""Content type and id of what is referred to, and where: model path and content path."""


def refer(pages: Sequence[Page], *, are_new: bool = False) -> None:
    """`ReferenceIndex.create_or_update_for_object` for pages of one type, as they and their rows stand in memory."""
    chain = [type(pages[0]), *pages[0]._meta.get_parent_list()]
    types = [ContentType.objects.get_for_model(each, for_concrete_model=False) for each in chain]
    own, base = types[0], types[-1]
    kept = {} if are_new else _kept(pages, base, types)
    missing = []
    for page in pages:
        for reference in sorted(set(ReferenceIndex._extract_references_from_object(page))):
            if kept.pop((str(page.pk), reference), None) is None:
                missing.append(_row(page, own, base, reference))
    ReferenceIndex.objects.bulk_create(missing, ignore_conflicts=True)
    if kept:
        ReferenceIndex.objects.filter(pk__in=kept.values()).delete()


def _kept(pages: Sequence[Page], base: ContentType, types: list[ContentType]) -> dict[tuple[str, Reference], int]:
    """What is in the index of these pages; what only a more specific type of one can see stays out of it."""
    rows = ReferenceIndex.objects.filter(
        base_content_type=base, object_id__in=[str(page.pk) for page in pages], content_type__in=types
    )
    columns = ("object_id", "to_content_type", "to_object_id", "model_path", "content_path", "pk")
    return {(of, (kind, to, model, content)): pk for of, kind, to, model, content, pk in rows.values_list(*columns)}


def _row(page: Page, own: ContentType, base: ContentType, reference: Reference) -> ReferenceIndex:
    kind, to, model_path, content_path = reference
    return ReferenceIndex(
        content_type=own,
        base_content_type=base,
        object_id=str(page.pk),
        to_content_type_id=kind,
        to_object_id=to,
        model_path=model_path,
        content_path=content_path,
        content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
    )
