"""What patients come to do: refill, transfer, book a vaccination, get the app, text us. Links and numbers, no forms.

A task as a store's page keeps it: `{"kind": "refill", "label": "", "web": "https://…", "phone": "", "sms": ""}`, with
one of the three filled. They stand in the order in which patients see them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from phonenumber_field.phonenumber import PhoneNumber

from stores.choices import TaskKind
from stores.wording import phrase

Task = dict[str, str]

MOST_TASKS = 8
LONGEST_LABEL = 40
LONGEST_ADDRESS = 200
WAYS = ("web", "phone", "sms")
LINKED_KINDS = (TaskKind.REFILL, TaskKind.TRANSFER, TaskKind.VACCINATION, TaskKind.APP)
"""Kinds whose web address stands among a store's `links`."""


def validate_tasks(value: Any) -> None:
    """A list of at most eight tasks, each with one way to do it; one of a kind of its own has a label."""
    if not isinstance(value, list) or len(value) > MOST_TASKS:
        raise ValidationError(f"Give a list of at most {MOST_TASKS} tasks.")
    for task in value:
        _validate_task(task)


def _validate_task(task: Any) -> None:
    names = {"kind", "label", *WAYS}
    if not isinstance(task, dict) or set(task) != names or not all(isinstance(each, str) for each in task.values()):
        raise ValidationError(f"A task has {', '.join(sorted(names))}, each a text.")
    if task["kind"] not in TaskKind.values:
        raise ValidationError(f"“{task['kind']}” is no task. Known: {', '.join(TaskKind.values)}.")
    if task["kind"] == TaskKind.OTHER and not task["label"]:
        raise ValidationError("Say what the task is called.")
    if len(task["label"]) > LONGEST_LABEL:
        raise ValidationError(f"A task's name has at most {LONGEST_LABEL} characters.")
    if sum(bool(task[way]) for way in WAYS) != 1:
        raise ValidationError(f"“{task_name(task)}” needs a web address or a number: one of them.")
    if task["web"]:
        URLValidator(["http", "https"])(task["web"])
        if len(task["web"]) > LONGEST_ADDRESS:
            raise ValidationError(f"A web address has at most {LONGEST_ADDRESS} characters.")
    for way in ("phone", "sms"):
        if task[way] and not PhoneNumber.from_string(task[way], region="US").is_valid():
            raise ValidationError(f"“{task[way]}” is no phone number.")


def task_of(kind: str, *, label: str = "", web: str = "", phone: str = "", sms: str = "") -> Task:
    return {"kind": str(kind), "label": label, "web": web, "phone": phone, "sms": sms}


def task_name(task: Mapping[str, str]) -> str:
    """What patients read on its button."""
    return task["label"] or phrase(str(TaskKind(task["kind"]).label))


def web_of(tasks: Iterable[Mapping[str, str]], kind: str) -> str:
    """The web address of the first task of a kind that has one."""
    return next((task["web"] for task in tasks if task["kind"] == kind and task["web"]), "")


def with_web(tasks: Iterable[Task], kind: str, web: str) -> list[Task]:
    """The tasks where that of a kind leads to a web address; an empty one takes only web addresses away."""
    found = [dict(task) for task in tasks]
    if not web:
        return [task for task in found if task["kind"] != kind or not task["web"]]
    there = [task for task in found if task["kind"] == kind]
    task = next((each for each in there if each["web"]), there[0] if there else None)
    if task is None:
        return [*found, task_of(kind, web=web)]
    task |= {"web": web, "phone": "", "sms": ""}
    return found


def shown_tasks(tasks: Iterable[Task], *, phone: str, sms: str) -> list[Task]:
    """The store's tasks; where it has none, those that its numbers can do: a call, and a text."""
    found = list(tasks)
    if found or not phone:
        return found
    usual = [task_of(kind, phone=phone) for kind in (TaskKind.REFILL, TaskKind.TRANSFER)]
    return [*usual, task_of(TaskKind.TEXT, sms=sms)] if sms else usual
