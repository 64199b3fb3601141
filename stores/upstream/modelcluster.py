"""modelcluster: what a page keeps in memory of its rows (for `stores.batches`)."""

from typing import Any

READ_IN = "6.5"
LEANED_ON = {
    "modelcluster.models.ClusterableModel.save": "writes every row of a page, changed or not",
}


def forget_rows(page: Any) -> None:
    """The rows of the page are read anew when somebody asks for them."""
    page.__dict__.pop("_cluster_related_objects", None)
