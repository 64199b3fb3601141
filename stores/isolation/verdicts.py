"""What people who are confined to their stores may open in the admin: one table, default-deny.

Each row names one view of Django's resolver (a glob only where all of a namespace is denied), whether an owner or
staff may open it, the check that its objects must pass, and why. A view without a row is refused, and fails the
build.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from stores.isolation.checks import (
    Ask,
    chosen_documents,
    chosen_images,
    chosen_pages,
    own_bulk,
    own_document,
    own_editing_session,
    own_image,
    own_page,
    own_page_deletable,
    own_page_unpublishable,
    own_parent,
    own_store,
    own_store_banner,
    own_store_exception,
    own_store_holiday,
    own_store_invitation,
    own_store_line,
    own_store_staff,
    own_submission,
    own_task_state,
    own_upload,
    own_workflow_state,
    visible_folder,
)

Check = Callable[[Ask], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row. `check` None: the request names no object, or the view itself answers only what is the person's own."""

    view: str
    allow: bool
    check: Check | None
    reason: str


def allow(view: str, check: Check | None, reason: str) -> Verdict:
    return Verdict(view, True, check, reason)


def deny(view: str, reason: str) -> Verdict:
    return Verdict(view, False, None, reason)


VERDICTS: tuple[Verdict, ...] = (
    # The admin itself
    allow("wagtailadmin_home", None, "panels and summary are narrowed by hooks"),
    allow("wagtailadmin_account", None, "one's own account"),
    allow("wagtailadmin_login", None, "before anybody is known"),
    allow("wagtailadmin_logout", None, "always"),
    allow("wagtailadmin_password_reset*", None, "before anybody is known"),
    # Logging in, and one's own second factor: allauth's views answer for the person who asks and nobody else
    allow("account_login", None, "before anybody is known"),
    allow("account_reauthenticate", None, "one's own password"),
    allow("cms_session", None, "whether one is logged in"),
    allow("cms_session_back", None, "a text"),
    allow("stores_invitation", None, "opens by a token that was mailed, and to the address that it was mailed to"),
    allow("mfa_authenticate", None, "before anybody is known"),
    allow("mfa_login_webauthn", None, "before anybody is known"),
    allow("mfa_reauthenticate", None, "one's own code"),
    allow("mfa_reauthenticate_webauthn", None, "one's own passkey"),
    allow("mfa_index", None, "one's own factors"),
    allow("mfa_activate_totp", None, "one's own app"),
    allow("mfa_deactivate_totp", None, "one's own app"),
    allow("mfa_list_webauthn", None, "one's own passkeys"),
    allow("mfa_add_webauthn", None, "one's own passkeys"),
    allow("mfa_remove_webauthn", None, "the view finds one's own passkeys only"),
    allow("mfa_view_recovery_codes", None, "one's own codes"),
    allow("mfa_generate_recovery_codes", None, "one's own codes"),
    allow("wagtailadmin_dismissibles", None, "one's own dismissed hints"),
    allow("wagtailadmin_javascript_catalog", None, "interface texts"),
    allow("wagtailadmin_sprite", None, "icons"),
    allow("cms_manifest", None, "the network's name and icons, for phones"),
    allow("wagtailadmin_editing_sessions:ping", own_editing_session, "who else edits this page"),
    allow("wagtailadmin_editing_sessions:release", None, "Wagtail answers for one's own sessions only"),
    deny("wagtailadmin_api:*", "lists pages, images and documents of every store"),
    deny("wagtailadmin_block_preview", "for developers"),
    deny("wagtailadmin_error_test", "for developers"),
    deny("wagtailadmin_tag_autocomplete", "tags of every store's drafts"),
    deny("wagtailadmin_tag_model_autocomplete", "tags of every store's drafts"),
    # Pages of the own store
    allow("wagtailadmin_explore_root", None, "leads to the highest folder that the person may see"),
    allow("wagtailadmin_explore", visible_folder, "the own store's tree; listings are narrowed by Wagtail"),
    allow("wagtailadmin_explore_results", visible_folder, "the same, while filtering"),
    allow("wagtailadmin_pages:add_subpage", own_parent, "choose what to write below the store"),
    allow("wagtailadmin_pages:add", own_parent, "write a local article or page"),
    allow("wagtailadmin_pages:preview_on_add", own_parent, "see it before it is saved"),
    allow("wagtailadmin_pages:edit", own_page, "the own store and what is below it"),
    allow("wagtailadmin_pages:preview_on_edit", own_page, "see it before it is saved"),
    allow("wagtailadmin_pages:view_draft", own_page, "see the draft"),
    allow("wagtailadmin_pages:delete", own_page_deletable, "local articles and pages only"),
    allow("wagtailadmin_pages:unpublish", own_page_unpublishable, "local articles and pages only"),
    allow("wagtailadmin_pages:history", visible_folder, "who changed what; of a folder above, that folder alone"),
    allow("wagtailadmin_pages:history_results", visible_folder, "the same, while filtering"),
    allow("wagtailadmin_pages:revisions_index", own_page, "leads to the history"),
    allow("wagtailadmin_pages:revisions_view", own_page, "an earlier state"),
    allow("wagtailadmin_pages:revisions_compare", own_page, "what changed"),
    allow("wagtailadmin_pages:revisions_revert", own_page, "opens an earlier state in the form; fixed fields stay"),
    deny("wagtailadmin_pages:revisions_unschedule", "owners do not schedule the store"),
    deny("wagtailadmin_pages:copy", "would copy into other places"),
    deny("wagtailadmin_pages:move", "the tree is the network's"),
    deny("wagtailadmin_pages:move_confirm", "the tree is the network's, and it shows the destination"),
    deny("wagtailadmin_pages:set_page_position", "the tree is the network's"),
    deny("wagtailadmin_pages:set_privacy", "privacy is the network's"),
    deny("wagtailadmin_pages:lock", "locks are the newsroom's"),
    deny("wagtailadmin_pages:unlock", "locks are the newsroom's"),
    deny("wagtailadmin_pages:convert_alias", "there are no aliases"),
    allow("wagtailadmin_pages:usage", visible_folder, "what links here; Wagtail calls pages of others private"),
    deny("wagtailadmin_pages:type_use", "lists pages of every store"),
    deny("wagtailadmin_pages:type_use_results", "lists pages of every store"),
    deny("wagtailadmin_pages:choose_parent", "lists folders of every store"),
    allow("wagtailadmin_pages:search", None, "Wagtail searches what the person may explore"),
    allow("wagtailadmin_pages:search_results", None, "Wagtail searches what the person may explore"),
    # Approval by the store's owner
    allow("stores_approvals", own_store, "what waits for the owner and what came back; staff read it"),
    allow("stores_review", own_submission, "what a submission changes, and the decision; the view is for owners only"),
    allow("wagtailadmin_pages:collect_workflow_action_data", own_task_state, "the comment, asked on the edit page"),
    allow("wagtailadmin_pages:confirm_workflow_cancellation", own_page, "a question before an owner publishes"),
    allow("wagtailadmin_pages:workflow_history", own_page, "who submitted and approved what"),
    allow("wagtailadmin_pages:workflow_history_detail", own_workflow_state, "one submission of an own page"),
    deny("wagtailadmin_pages:workflow_action", "decides about any state; decisions are made on the review screen"),
    deny("wagtailadmin_pages:workflow_preview", "the review screen leads to the draft"),
    allow("wagtail_bulk_action", own_bulk, "several of one's own at once; each is checked again before it is done"),
    # The store's own small views
    allow("stores_today", own_store, "close early today; the view lets only owners change it"),
    allow("stores_choose", own_store, "which of the own stores the person is at"),
    allow("stores_week", own_store, "regular hours; live at once for owners, what staff send waits for the owner"),
    allow("stores_read_week", own_store, "reads a text as hours, and what they would change here; writes nothing"),
    allow("stores_dates", own_store, "dates ahead; without buttons for staff"),
    allow("stores_add_dates", own_store, "the store's own hours on some days; the view is for owners only"),
    allow("stores_change_dates", own_store_exception, "a row of the own store; the view is for owners only"),
    allow("stores_remove_dates", own_store_exception, "a row of the own store; the view is for owners only"),
    allow("stores_holiday_hours", own_store_holiday, "a holiday for the own store; the view is for owners only"),
    allow("stores_open_as_usual", own_store_holiday, "a holiday for the own store; the view is for owners only"),
    allow("stores_follow_network", own_store_holiday, "a holiday for the own store; the view is for owners only"),
    allow("stores_about", own_store, "the own words; a photo is uploaded into the own collection, no id is taken"),
    allow("stores_services", own_store, "the own services, insurance and payment; what staff send waits"),
    allow("stores_tasks", own_store, "the own tasks; what staff send waits for the owner"),
    allow("stores_look", own_store, "theme, color and logo of the own store; what staff send waits for the owner"),
    allow("stores_look_shown", own_store, "the own site with another look; the view finds own pictures only"),
    allow("stores_read_color", own_store, "reads a text as a color; writes nothing"),
    allow("stores_upload_logo", own_store, "a picture into the own collection; what staff take away waits"),
    allow("stores_logo", own_store, "the view finds pictures of the own collection only, or the logo that is there"),
    allow("stores_lines", own_store, "promo lines of the own store, and the network's for it"),
    allow("stores_add_line", own_store, "a new promo line; what staff send waits for the owner"),
    allow("stores_change_line", own_store_line, "a promo line of the own store; what staff send waits for the owner"),
    allow("stores_do_line", own_store_line, "ends, moves or removes one; what staff send waits for the owner"),
    allow("stores_hide_banner", own_store_banner, "a banner for the own store; the view is for owners only"),
    allow("stores_show_banner", own_store_banner, "a banner for the own store; the view is for owners only"),
    allow("stores_people", own_store, "who works at the store; staff read names, owners invite staff"),
    allow("stores_send_again", own_store_invitation, "to the own store; the view is for owners, and staff's alone"),
    allow("stores_revoke", own_store_invitation, "to the own store; the view is for owners, and staff's alone"),
    allow("stores_dismiss", own_store_staff, "staff of the own store; the view is for owners only"),
    deny("stores_network_people", "who is invited to the network"),
    deny("stores_network_send_again", "who is invited to the network"),
    deny("stores_network_revoke", "who is invited to the network"),
    # Who is called when something changes
    allow("api_store_webhooks", own_store, "the own store's; without ways to them and buttons for staff"),
    allow("api_store_webhook", own_store, "the view finds webhooks of the own store only, and is for owners only"),
    deny("api_network_webhooks", "tell of every store"),
    deny("api_network_webhook", "tells of every store"),
    # Who may ask the API
    allow("api_store_keys", own_store, "the own store's; without ways to them and buttons for staff"),
    allow("api_store_key", own_store, "the view finds keys of the own store only, and is for owners only"),
    deny("api_network_keys", "they read every store"),
    deny("api_network_key", "reads every store"),
    # Several stores at once
    allow("stores_many", None, "the view is for owners of several stores, and lists the person's own steps"),
    allow("stores_many_change", None, "the view finds stores that the person owns, by whatever id"),
    allow("stores_many_step", None, "the view finds steps at stores that are all the person's own"),
    # Who changed what
    allow("stores_changes", own_store, "what was changed at the own store; people by their names"),
    allow("stores_undo_change", own_store, "the view finds lines of the own store's history only; staff submit"),
    allow("stores_changes_csv", own_store, "the same as a file"),
    deny("stores_network_changes", "what was changed at every store"),
    deny("stores_exports", "files of the newsroom"),
    deny("stores_export_file", "files of the newsroom"),
    deny("stores_network_changes_csv", "what was changed at every store"),
    # What the store does with the newsroom's articles
    allow("cms_board", own_store, "what the store is offered; without buttons for staff"),
    allow("cms_place", own_store, "hide, pin, order; the view asks whether the article is offered, and is for owners"),
    allow("cms_place_words", own_store, "own words; the view asks whether the article is offered, and is for owners"),
    allow("cms_undo_placement", own_store, "the view finds lines of the own store's history only; staff submit"),
    deny("cms_newsroom_*", "drafts, licenses and stores of the whole network"),
    deny("stores_propose_holidays", "holidays are the newsroom's"),
    deny("stores_holiday_answers", "names every store that has not answered"),
    deny("stores_ask_again", "mails owners of other stores"),
    deny("stores_names", "names every store of the network"),
    deny("stores_audience_count", "audiences are the newsroom's, and it names every store"),
    deny("cms_article_count", "audiences are the newsroom's, and it names every store"),
    # What the newsroom sees of all stores, and takes back from them
    deny("cms_reach", "names every store that carries an article"),
    deny("cms_reach_results", "names every store that carries an article, while searching"),
    deny("cms_network_health", "how the network runs is for whoever runs it"),
    deny("cms_try_again", "the same"),
    deny("cms_network_board", "lists every store"),
    deny("cms_network_board_results", "lists every store, while searching"),
    deny("cms_network_store", "a store as the newsroom sees it; its people have the board"),
    deny("cms_network_store_results", "a store as the newsroom sees it, while searching"),
    deny("cms_recall", "recalls are the newsroom's"),
    deny("cms_translations", "which page translates which is the newsroom's"),
    deny("cms_calendar", "what goes live, and when, is the newsroom's"),
    deny("cms_release", "releases are the newsroom's"),
    deny("cms_recalls", "receipts name every store"),
    deny("cms_recalls_results", "receipts name every store, while searching"),
    deny("cms_receipt", "a receipt names every store"),
    deny("cms_receipt_csv", "a receipt names every store"),
    deny("cms_receipt_print", "a receipt names every store"),
    allow("stores_tokens", None, "the list of tokens, the same for everybody"),
    allow("stores_preview_names", None, "names the own stores, to preview as one"),
    # Choosers
    allow("wagtailadmin_choose_page", None, "lists the own stores; narrowed by a hook"),
    allow("wagtailadmin_choose_page_child", own_parent, "the own store's tree"),
    allow("wagtailadmin_choose_page_search", None, "the own stores; narrowed by a hook"),
    allow("wagtailadmin_choose_page_chosen_multiple", chosen_pages, "the own stores' pages"),
    allow("wagtailadmin_choose_page_external_link", None, "a form without objects"),
    allow("wagtailadmin_choose_page_email_link", None, "a form without objects"),
    allow("wagtailadmin_choose_page_phone_link", None, "a form without objects"),
    allow("wagtailadmin_choose_page_anchor_link", None, "a form without objects"),
    # Images of the own store
    allow("wagtailimages:index", None, "the own collection; narrowed by Wagtail"),
    allow("wagtailimages:index_results", None, "the own collection; narrowed by Wagtail"),
    allow("wagtailimages:add", None, "into the own collection"),
    allow("wagtailimages:add_multiple", None, "into the own collection"),
    allow("wagtailimages:edit", own_image, "the own collection"),
    allow("wagtailimages:delete", own_image, "the own collection"),
    allow("wagtailimages:edit_multiple", own_image, "the own collection"),
    allow("wagtailimages:delete_multiple", own_image, "the own collection"),
    allow("wagtailimages:create_multiple_from_uploaded_image", own_upload, "one's own upload"),
    allow("wagtailimages:delete_upload_multiple", own_upload, "one's own upload"),
    allow("wagtailimages_chooser:choose", None, "the own collection; narrowed by Wagtail"),
    allow("wagtailimages_chooser:choose_results", None, "the own collection; narrowed by Wagtail"),
    allow("wagtailimages_chooser:chosen", chosen_images, "the own collection"),
    allow("wagtailimages_chooser:chosen_multiple", chosen_images, "the own collection"),
    allow("wagtailimages_chooser:create", None, "into the own collection"),
    allow("wagtailimages_chooser:select_format", own_image, "the own collection"),
    allow("wagtailimages:image_usage", own_image, "what shows it; Wagtail calls pages of others private"),
    deny("wagtailimages:url_generator*", "makes renditions of any size"),
    deny("wagtailimages:preview", "makes renditions of any size"),
    deny("cms_picture_preview", "makes pictures of any size that is published"),
    # Documents of the own store
    allow("wagtaildocs:index", None, "the own collection; narrowed by Wagtail"),
    allow("wagtaildocs:index_results", None, "the own collection; narrowed by Wagtail"),
    allow("wagtaildocs:add", None, "into the own collection"),
    allow("wagtaildocs:add_multiple", None, "into the own collection"),
    allow("wagtaildocs:edit", own_document, "the own collection"),
    allow("wagtaildocs:delete", own_document, "the own collection"),
    allow("wagtaildocs:edit_multiple", own_document, "the own collection"),
    allow("wagtaildocs:delete_multiple", own_document, "the own collection"),
    allow("wagtaildocs:create_multiple_from_uploaded_document", own_upload, "one's own upload"),
    allow("wagtaildocs:delete_upload_multiple", own_upload, "one's own upload"),
    allow("wagtaildocs_chooser:choose", None, "the own collection; narrowed by Wagtail"),
    allow("wagtaildocs_chooser:choose_results", None, "the own collection; narrowed by Wagtail"),
    allow("wagtaildocs_chooser:chosen", chosen_documents, "the own collection"),
    allow("wagtaildocs_chooser:chosen_multiple", chosen_documents, "the own collection"),
    allow("wagtaildocs_chooser:create", None, "into the own collection"),
    allow("wagtaildocs:document_usage", own_document, "what links to it; Wagtail calls pages of others private"),
    # Opening, moving and closing stores
    deny("stores_network:index", "lists every store"),
    deny("stores_network:index_results", "lists every store, while searching"),
    deny("stores_network:open", "stores are opened by the network"),
    deny("stores_network:opened", "what was made with a store is for the network"),
    deny("stores_network:registration", "legal name, numbers and groups are the network's to change"),
    deny("stores_network:host", "hosts are the network's"),
    deny("stores_network:frontend", "where a store's frontend lives is the network's to say"),
    deny("stores_network:frontends", "where stores' frontends live is the network's to say, and names stores"),
    deny("stores_network:release_host", "hosts are the network's"),
    deny("stores_network:close", "stores are closed by the network"),
    deny("stores_network:import", "writes any store"),
    deny("stores_network:preview", "tells and writes any store"),
    deny("stores_network:import_progress", "tells how far an import of the network's is"),
    deny("stores_network:import_cancel", "ends an import of the network's"),
    deny("stores_network:report", "tells of any store"),
    deny("stores_network:skipped", "tells of any store"),
    deny("stores_network:export", "holds every store"),
    deny("stores_network:template", "goes with imports, which are the network's"),
    # The network's and the newsroom's
    deny("wagtailadmin_collections:*", "collections are the network's"),
    deny("wagtailadmin_workflows:*", "workflows are the network's"),
    deny("wagtailadmin_reports:*", "reports list every store"),
    deny("wagtailredirects:*", "lists every store's redirects"),
    deny("wagtailembeds:*", "bodies link to videos, they embed none"),
    deny("wagtailsnippets:*", "snippets are the newsroom's"),
    deny("wagtailsnippets_*", "snippets are the newsroom's; stock guards only some of their views"),
    deny("wagtailsnippetchoosers_*", "snippets are the newsroom's; stock guards none of their choosers"),
    deny("wagtailsites:*", "hosts are the network's"),
    deny("wagtailusers_users:*", "people are the network's"),
    deny("wagtailusers_groups:*", "rights are the network's"),
)

_exact = {verdict.view: verdict for verdict in VERDICTS if "*" not in verdict.view}
_globs = [verdict for verdict in VERDICTS if "*" in verdict.view]


def verdict_for(view_name: str | None) -> Verdict | None:
    """The row of a view; an exact one goes before a glob. None: nobody has judged it, so it is refused."""
    if not view_name:
        return None
    exact = _exact.get(view_name)
    return exact or next((verdict for verdict in _globs if fnmatchcase(view_name, verdict.view)), None)
