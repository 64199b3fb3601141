"""What the newsroom says of a proposed expert: written into the article, live and in its draft."""

from typing import Any

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.html import format_html
from django.utils.text import slugify
from wagtail.log_actions import log

from cms.articles.edit_lock import DELIVERED, delivering
from cms.articles.models.articles import ArticleExpert, ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.library import ExpertsPage
from cms.checklists.ticks import nothing_new
from cms.intake.cleaning.html import text_in
from cms.intake.models import ExpertProposal, ProposalState
from cms.intake.people import ABOUT
from cms.intake.writing import text_digest


@transaction.atomic
def confirm(*, proposal: ExpertProposal, expert: ExpertPage | None, by: Any) -> ExpertPage:
    """Say that a proposal is this expert, or a new one from its text (None), and name them in the article.

    The paragraph about them leaves the text: the expert stands below the article now. ValidationError: there is no
    article, or somebody has decided already.
    """
    proposal = (
        ExpertProposal.objects.select_for_update(of=("self",)).select_related("item__article").get(pk=proposal.pk)
    )
    article = proposal.item.article
    if article is None or proposal.state != ProposalState.WAITS:
        raise ValidationError("There is no article to name them in, or somebody has decided already.")
    expert = expert or _new_expert(proposal, by)
    _name_in(article, expert, proposal, by)
    proposal.expert, proposal.state = expert, ProposalState.CONFIRMED
    proposal.save(update_fields=["expert", "state"])
    return expert


def decline(*, proposal: ExpertProposal, by: Any) -> None:
    """Say that it is nobody of ours."""
    ExpertProposal.objects.filter(pk=proposal.pk, state=ProposalState.WAITS).update(state=ProposalState.DECLINED)


def _new_expert(proposal: ExpertProposal, by: Any) -> ExpertPage:
    folder = ExpertsPage.objects.get()
    start = slugify(proposal.name)[:80] or "expert"
    taken = set(folder.get_children().filter(slug__startswith=start).values_list("slug", flat=True))
    slug = next(
        each for each in (start, *(f"{start}-{number}" for number in range(2, len(taken) + 3))) if each not in taken
    )
    expert = ExpertPage(
        title=proposal.name,
        slug=slug,
        credentials=proposal.credentials,
        post=proposal.post[:1].upper() + proposal.post[1:],
        institution=proposal.institution,
        biography=format_html("<p>{}</p>", proposal.text) if proposal.text else "",
        owner=by,
        live=False,
    )
    folder.add_child(instance=expert)
    expert.save_revision(user=by).publish(user=by)
    return expert


def _name_in(article: ArticlePage, expert: ExpertPage, proposal: ExpertProposal, by: Any) -> None:
    """In the draft, and in what is live or waits for its moment, where that is the same."""
    draft: Any = article.get_latest_revision_as_object()
    is_pending = article.has_unpublished_changes
    is_waiting = article.scheduled_revision is not None and article.scheduled_revision.pk == article.latest_revision_id
    if expert.pk not in {each.expert_id for each in draft.article_experts.all()}:
        draft.article_experts.add(ArticleExpert(expert=expert, sort_order=draft.article_experts.count()))
    if article.live and is_pending and not article.article_experts.filter(expert=expert).exists():
        ArticleExpert.objects.create(article=article, expert=expert, sort_order=article.article_experts.count())
    _without_paragraph(draft, proposal.text)
    with delivering():
        revision = draft.save_revision(user=by, clean=False)
    revision.content[DELIVERED] = True
    revision.save(update_fields=["content"])
    type(proposal.item).objects.filter(pk=proposal.item_id).update(text_digest=text_digest(draft))
    if is_waiting or (article.live and not is_pending):
        with nothing_new():
            revision.publish(user=by)
    log(instance=article, action="cms.intake", user=by, data={"words": f"named {expert.title} as an expert"})


def _without_paragraph(draft: Any, text: str) -> None:
    """Take the paragraph about the expert out, and its heading if nothing else is below that."""
    kept: list[Any] = []
    for child in draft.body:
        is_about = child.block_type == "paragraph" and text and _plain(child.value.source) == text
        if not is_about:
            kept.append(child)
    if len(kept) < len(draft.body):
        for place, child in reversed(list(enumerate(kept))):
            is_last = place + 1 == len(kept) or kept[place + 1].block_type == "heading"
            if child.block_type == "heading" and ABOUT.match(child.value["text"]) and is_last:
                del kept[place]
        draft.body = [(child.block_type, child.value) for child in kept]


def _plain(html: str) -> str:
    return text_in(BeautifulSoup(html, "html.parser"))
