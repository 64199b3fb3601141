"""Query strings that views read, each asked besides the bare URL. `{names}` are filled with the target's things."""

from fnmatch import fnmatchcase

from tests.isolation.targets import Target

BULK_QUERIES: dict[str, tuple[str, ...]] = {
    "page": (
        "?id={article}&next=/admin/pages/",
        "?id={store}&id={draft}",
        "?id={own_article}&id={article}",
        "?id=all&childOf={news}",
        "?id=all&childOf={own_store}&id={article}",
        "?id=all&childOf={own_store}&q={word}",
        "?id=all",
    ),
    "networkimage": ("?id={image}&next=/admin/images/", "?id={own_image}&id={image}", "?id=all", "?id=all&q={word}"),
    "networkdocument": ("?id={document}", "?id=all", "?id=all&q={word}"),
    "user": ("?id={user}", "?id=all", "?id=all&q={username}"),
}
"""Without any id a bulk action has nothing to do, so the bare URL is not asked."""

QUERIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "wagtailadmin_explore",
        ("?q={word}", "?q={word}&search_all=1", "?owner={user}&search_all=1", "?site={site}", "?ordering=title"),
    ),
    ("wagtailadmin_explore_results", ("?q={word}&search_all=1", "?edited_by={user}&search_all=1")),
    (
        "wagtailadmin_api:pages:listing",
        (
            "?child_of={store}&for_explorer=1",
            "?child_of={news}",
            "?child_of=root&include_root=1",
            "?descendant_of={store}",
            "?ancestor_of={draft}",
            "?translation_of={article}",
            "?search={word}",
            "?fields=*",
            "?type=cms.ArticlePage&fields=*",
            "?has_children=0",
            "?title={username}",
        ),
    ),
    ("wagtailadmin_api:*:detail", ("?fields=*", "?fields=parent(*),children(*),descendants(*)")),
    ("wagtailadmin_api:pages:find", ("?id={draft}", "?html_path=/health/{article_slug}/")),
    ("wagtailadmin_api:images:find", ("?id={image}",)),
    ("wagtailadmin_api:documents:find", ("?id={document}",)),
    ("wagtailadmin_api:images:listing", ("?search={word}", "?fields=*", "?tags={tag}", "?id={image}")),
    ("wagtailadmin_api:documents:listing", ("?search={word}", "?fields=*", "?id={document}")),
    (
        "wagtailadmin_choose_page",
        (
            "?page_type=cms.articlepage",
            "?page_type=stores.storepage",
            "?page_type=stores.storespage&multiple=1",
            "?user_perms=move_to&target_pages[]={article}",
            "?user_perms=copy_to&can_choose_root=1",
        ),
    ),
    ("wagtailadmin_choose_page_child", ("?page_type=cms.articlepage", "?page_type=cms.standardpage&multiple=1")),
    (
        "wagtailadmin_choose_page_search",
        ("?q={word}", "?q={word}&page_type=cms.articlepage", "?q=xq7&multiple=1", "?page_type=stores.storepage"),
    ),
    ("wagtailadmin_choose_page_chosen_multiple", ("?id={store}&id={draft}", "?id={own_article}&id={draft}")),
    ("wagtailadmin_choose_page_external_link", ("?parent_page_id={store}&link_url=http://{host}:8000/",)),
    ("wagtailimages_chooser:chosen_multiple", ("?id={image}", "?id={own_image}&id={image}")),
    ("wagtaildocs_chooser:chosen_multiple", ("?id={document}",)),
    (
        "wagtailsnippetchoosers_*:chosen_multiple",
        ("?id={provider}", "?id={topic}", "?id={store_group}"),
    ),
    ("wagtailsnippet*_*:list*", ("?q={word}", "?export=csv")),
    ("wagtailimages_chooser:choose*", ("?q={word}", "?collection_id={collections}", "?tag={tag}", "?multiple=1")),
    ("wagtailimages_chooser:chosen", ("?select_format=true",)),
    ("wagtaildocs_chooser:choose*", ("?q={word}", "?collection_id={collections}", "?multiple=1")),
    ("wagtailimages:index*", ("?q={word}", "?collection_id={collections}", "?tag={tag}", "?layout=list")),
    ("wagtaildocs:index*", ("?q={word}", "?collection_id={collections}")),
    ("wagtail*:add_multiple", ("?collection_id={collections}",)),
    ("wagtailimages:url_generator", ("?width=9000&filter_method=width",)),
    ("wagtailimages_chooser:select_format", ("?image_is_decorative=1",)),
    ("wagtail*usage", ("?describe_on_delete=1",)),
    ("wagtailadmin_tag_*", ("?term={term}", "?term={term}secret")),
    ("wagtailadmin_reports:*", ("?export=csv", "?export=xlsx", "?user={user}", "?label={word}", "?q={word}")),
    ("wagtailredirects:index*", ("?q={term}", "?export=csv", "?export=xlsx", "?site={site}")),
    ("wagtailsites:index*", ("?q={term}",)),
    ("wagtailusers_users:index*", ("?q={username}", "?q={term}", "?group={groups}", "?export=csv")),
    ("wagtailusers_groups:index*", ("?q={term}",)),
    ("wagtailadmin_pages:search*", ("?q={word}", "?q=xq7", "?q={word}&content_type=cms.articlepage")),
    ("wagtailadmin_pages:type_use*", ("?q={word}", "?site={site}")),
    ("wagtailadmin_pages:choose_parent", ("?q={word}",)),
    ("wagtailadmin_pages:history*", ("?user={user}", "?action=wagtail.edit")),
    ("wagtailadmin_pages:set_page_position", ("?position=0",)),
    ("wagtailadmin_pages:view_draft", ("?mode=form", "?store={slug}", "?store={slug}&at=2026-12-25T10:00")),
    ("wagtailadmin_pages:preview_on_*", ("?store={slug}", "?store={slug}&at=soon")),
    ("wagtailadmin_pages:revisions_view", ("?store={slug}&at=",)),
    ("stores_preview_names", ("?term={word}", "?term={slug}", "?term={term}")),
    ("wagtailadmin_workflows:*chooser*", ("?q=a",)),
    ("wagtailadmin_workflows:usage*", ("?q={word}",)),
    ("wagtailadmin_block_preview", ("?id=0",)),
    ("wagtailadmin_login", ("?next=/admin/pages/{draft}/edit/",)),
)


def queries_of(view: str, kwargs: dict[str, object], target: Target) -> list[str]:
    """Query strings for one URL, the bare one first."""
    if view == "wagtail_bulk_action":
        templates: tuple[str, ...] = BULK_QUERIES[str(kwargs["model_name"])]
    else:
        templates = ("", *(each for pattern, many in QUERIES if fnmatchcase(view, pattern) for each in many))
    return [query for template in templates if (query := target.filled(template)) is not None]
