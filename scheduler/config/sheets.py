"""One template's file as it was read."""

import re
from dataclasses import dataclass

from scheduler.config.documents import Document, leaked, problems_of, read_document
from scheduler.config.names import ID_PATTERN
from scheduler.config.nodes import Scalar, find
from scheduler.config.templates import TemplateForm, split, variant
from scheduler.config.text import decode
from scheduler.errors import Problem
from scheduler.model.template import Template, Variant


@dataclass(frozen=True, slots=True)
class Sheet:
    """`campaign` and `id` are what its folder and its name say. `document` None: it has no front matter."""

    file: str
    campaign: str
    id: str
    template: Template | None = None
    document: Document[TemplateForm] | None = None
    problems: tuple[Problem, ...] = ()


def read_sheet(file: str, content: bytes, campaign: str, template_id: str) -> Sheet:
    named = _named(file, campaign, template_id)
    text = decode(content)
    if text.clean is None:
        return Sheet(file, campaign, template_id, problems=(*named, *problems_of(file, text.flaws)))
    front, body, flaw = split(text.clean)
    in_body = (f._replace(path="") if f.mark.line >= body.line else f for f in text.flaws)
    flaws = (*in_body, *([flaw] if flaw else ()))
    if front is None:
        problems = (*named, *problems_of(file, flaws), *leaked(file, text.clean, ()))
        template = None if problems else TemplateForm().build(campaign, template_id, file, (body,))
        return Sheet(file, campaign, template_id, template, problems=problems)
    document = read_document(file, front, TemplateForm, first_line=2, flaws=flaws)
    problems = (*named, *document.problems, *leaked(file, text.clean, document.problems))
    template = None if problems else _build(document, campaign, template_id, body, text.clean)
    return Sheet(file, campaign, template_id, template, document, problems)


def _build(
    document: Document[TemplateForm], campaign: str, template_id: str, body: Variant, text: str
) -> Template | None:
    if document.form is None or document.root is None:
        return None
    lines = text.split("\n")
    others = []
    for name in document.form.variants:
        scalar = find(document.root, ("variants", name))
        if isinstance(scalar, Scalar):
            others.append(variant(name, scalar, lines))
    return document.form.build(campaign, template_id, document.file, (body, *others))


def _named(file: str, campaign: str, template_id: str) -> tuple[Problem, ...]:
    fix = "use lower-case letters, digits and hyphens, with a letter or a digit first"
    return tuple(
        Problem(file, 0, 0, "", what, fix)
        for name, what in ((campaign, "the folder's name is not an id"), (template_id, "the file's name is not an id"))
        if not re.fullmatch(ID_PATTERN, name)
    )
