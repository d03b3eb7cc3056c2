"""The JSON Schema of documents and of the lines of a run, for readers in any language."""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import TypeAdapter

from neurio_gen.results.schema import SCHEMA, Document

URI = "https://json-schema.org/draft/2020-12/schema"


def document_schema() -> dict[str, Any]:
    """The schema of what `--json` writes; a run's line is its `$defs/Line`."""
    schema = TypeAdapter(Document).json_schema(mode="serialization", by_alias=True)
    version = {"const": SCHEMA}
    schema["$defs"]["Line"] = {
        "description": "A line of a run's .jsonl file: what makes the results after it, or one.",
        "oneOf": [
            _line("environment", "Environment", version),
            _line("result", "Result", version),
        ],
    }
    return {"$schema": URI, "title": "neurio-gen results", **schema}


def schema_text() -> str:
    """The schema as the file in docs/ holds it."""
    return json.dumps(document_schema(), indent=2, sort_keys=True) + "\n"


def _line(key: str, definition: str, version: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["schema", key],
        "properties": {"schema": version, key: {"$ref": f"#/$defs/{definition}"}},
    }


if __name__ == "__main__":
    sys.stdout.write(schema_text())
