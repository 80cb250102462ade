"""The JSON schemas of the files, by which editors complete, explain and check while people write."""

import json
from pathlib import Path
from typing import Any

from scheduler.config.accounts import AccountsForm
from scheduler.config.campaigns import CampaignForm
from scheduler.config.forms import Form
from scheduler.config.settings import SettingsForm
from scheduler.config.shapes import schema_of
from scheduler.config.templates import TemplateForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMS: dict[str, type[Form]] = {
    "awareness": SettingsForm,
    "accounts": AccountsForm,
    "campaign": CampaignForm,
    "template": TemplateForm,
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """By the name that stands before `.schema.json`."""
    return {name: {"$schema": DIALECT, **_for_editors(schema_of(form)), "title": name} for name, form in _FORMS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Creates the folder where there is none; returns what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in json_schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _for_editors(schema: Any) -> Any:
    """Examples go into the description: they are written as in a file, and an editor would insert them as texts."""
    if isinstance(schema, list):
        return [_for_editors(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _for_editors(value) for key, value in schema.items() if key != "examples"}
    if "examples" in schema:
        plain["description"] = f"{schema['description']} Example: {schema['examples'][0]}"
    return plain
