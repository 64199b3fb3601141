"""Wagtail: what is replaced, overridden or set though its documentation does not offer it.

What is replaced for who is confined is replaced in `stores.isolation.wagtail_patches` and
`stores.isolation.form_patches`; the forms of Sites and of
redirects, and the zone of times, in the rooms that have their rules.
"""

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
    "wagtail.admin.ui.tables.UserColumn.get_cell_context_data": "replaced: names whoever edits a page",
    "wagtail.admin.utils.get_user_display_name": "replaced where it is imported: names anybody",
    "wagtail.admin.views.mixins.SpreadsheetExportMixin.preprocess_field_value": "formulas in CSV files",
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
    "wagtail.models.sites.Site.find_for_request": "its answer, `_wagtail_site`, is set for a store's host",
}

SITE_OF_REQUEST = "_wagtail_site"
"""The attribute of a request in which `Site.find_for_request` remembers what it found; no setting says it."""

SITE_ROOTS = "_get_site_root_paths"
"""The method by which a page asks for the roots of all Sites; replaced in `stores.store.site_roots`."""
