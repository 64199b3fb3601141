"""Tests that run on SQLite too, which the demo stands on: those of answers that a database could give otherwise.

Everything runs on PostgreSQL. What only speaks HTTP and JSON, or reads rows that others test, proves nothing twice.
Named here are functions of tests, wherever they stand; the plugin marks them `sqlite`.
"""

import re
from pathlib import Path

EVERY_QUERY_OF_AN_ENDPOINT = {
    "test_list_is_as_reviewed",
    "test_list_with_every_field_is_as_reviewed",
    "test_detail_is_as_reviewed",
    "test_page_is_as_reviewed",
    "test_home_of_the_other_store_is_as_reviewed",
    "test_topic_of_health_news_is_as_reviewed",
    "test_redirect_is_as_reviewed",
    "test_worker_that_knows_what_pages_use_lists_the_same_media",
}
ORDER = {
    "test_order",
    "test_newest_comes_first_and_the_later_id_among_equals",
    "test_order_that_is_asked_for_goes_before_pins",
    "test_tags_come_by_name_with_the_number_of_the_stores_articles",
    "test_topics_come_by_name_with_the_number_of_the_stores_articles",
    "test_near_sorts_by_distance_and_leaves_out_who_has_no_place",
}
WORDS = {
    "test_search_finds_words_of_title_teaser_and_body",
    "test_search_needs_all_words_or_any_by_its_operator",
    "test_search_ranks_by_relevance_unless_an_order_is_given",
    "test_search_takes_any_text",
    "test_search_together_with_a_filter",
    "test_search_finds_words_of_name_and_address",
    "test_search_knows_no_accent_hyphen_or_long_form",
    "test_article_is_found_by_another_form_or_spelling_of_its_words",
    "test_title_that_holds_all_words_leads_whatever_stands_in_others",
    "test_article_with_the_words_in_its_title_leads_the_search_of_a_site",
    "test_typing_completes_words_as_they_are_written",
    "test_database_spells_as_python_does",
    "test_store_is_found_by_the_beginnings_of_its_words",
}
JOINS_AND_WINDOWS = {
    "test_filters",
    "test_filters_narrow_the_list",
    "test_stock_filters_work",
    "test_store_in_two_groups_is_listed_once_by_each",
    "test_expert_of_many_articles_is_listed_once",
    "test_a_page_of_the_list_says_how_many_there_are_in_all",
}
LIMITS_OF_VALUES = {
    "test_absurd_ids_are_404",
    "test_absurd_numbers_of_wagtails_filters_are_no_crash",
    "test_null_character_is_refused",
}
MOMENTS = {
    "test_end_is_crossed_at_read_by_every_output_without_a_job",
    "test_line_shows_from_its_first_to_its_last_day_in_the_stores_own_calendar",
    "test_open_at_says_what_the_hours_of_each_store_say",
}
CHANGES = {
    "test_a_line_whose_link_moves_was_written",
    "test_an_article_is_told_where_it_is_carried_and_nowhere_else",
    "test_what_ceases_to_be_carried_is_withdrawn",
    "test_experts_pages_and_labels_are_told_where_something_shows_them",
    "test_nothing_of_another_store_is_told",
    "test_hours_banners_and_the_store_itself",
    "test_a_store_that_goes_and_comes",
    "test_the_clock_is_told_at_its_moments",
    "test_the_network_hears_of_everything_with_the_store",
    "test_placing_is_a_change_of_the_article_at_its_store_alone",
    "test_the_network_hears_what_a_store_says_of_itself",
    "test_the_network_hears_what_a_store_hides",
    "test_the_network_hears_of_promo_lines",
    "test_the_network_hears_of_hours",
    "test_the_network_hears_of_frontends",
    "test_a_store_hears_of_lines_and_hours_as_written",
    "test_drafts_are_told_to_nobody",
    "test_store_hears_what_it_lost_and_gained_by_whatever_door",
    "test_the_network_hears_which_store_it_was_by_whatever_door",
    "test_all_that_is_for_it_comes_and_goes_with_the_store",
    "test_deleted_audience_is_told_to_who_was_in_it",
    "test_another_name_of_a_group_is_told_of_the_stores_that_are_in_it",
    "test_what_changes_nobody_is_told_to_nobody",
    "test_another_rule_is_a_line_at_each_store_and_one_for_the_network",
    "test_rule_that_moves_many_stores_costs_as_many_queries_as_one_that_moves_a_few",
}
STEPS = {
    "test_undo_for_all_takes_everything_back_and_can_itself_be_undone",
    "test_step_is_listed_for_who_made_it_for_seven_days",
}
THE_DEMO = {
    "test_network_is_as_large_as_the_design_asks",
    "test_there_is_a_moment_of_every_state",
    "test_api_and_storefront_agree",
    "test_printed_logins_work",
}

TESTS = (
    EVERY_QUERY_OF_AN_ENDPOINT
    | ORDER
    | WORDS
    | JOINS_AND_WINDOWS
    | LIMITS_OF_VALUES
    | MOMENTS
    | STEPS
    | CHANGES
    | THE_DEMO
)


def files(folder: Path) -> list[str]:
    """The modules of tests that have one of them: no other is loaded for SQLite."""
    return [str(path) for path in sorted(folder.rglob("test_*.py")) if TESTS & set(_functions_of(path))]


def _functions_of(path: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
