"""redocly and spectral find nothing in the OpenAPI document, but for the rules of style that their files here name.

Needs Node 20, whose npx fetches them.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from drf_spectacular.generators import SchemaGenerator

HERE = Path(__file__).parent
LINTERS = {
    "redocly": ["@redocly/cli@2.39.0", "lint", "--config", str(HERE / "redocly.yaml"), "--max-problems", "1000"],
    "spectral": [
        *("--package=@stoplight/spectral-cli@6.16.3", "spectral", "lint"),
        *("--ruleset", str(HERE / "spectral.yaml"), "--fail-severity", "hint"),
    ],
}

pytestmark = [pytest.mark.trial, pytest.mark.skipif(not shutil.which("npx"), reason="there is no Node")]


@pytest.mark.parametrize("linter", LINTERS)
def test_linters_find_nothing(linter: str, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(SchemaGenerator().get_schema(public=True)))
    command = [shutil.which("npx") or "", "--yes", *LINTERS[linter], str(document)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "warning" not in said, said
