import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from frontend_templates.api_types import STARTER, TYPES, document_of_types, header_of


class Command(BaseCommand):
    help = "Make frontend_templates/types/ anew of the OpenAPI document. Needs Node, and `npm ci` in the starter."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--tools", type=Path, default=STARTER, help="Where `npm ci` was run.")
        parser.add_argument("--to", type=Path, default=TYPES)

    def handle(self, *args: Any, tools: Path, to: Path, **options: Any) -> None:
        command = tools / "node_modules" / ".bin" / "openapi-typescript"
        if not command.exists() or not shutil.which("node"):
            raise CommandError(f"Install Node 20 or newer, and run 'npm ci' in {tools}.")
        document = document_of_types()
        with tempfile.TemporaryDirectory() as folder:
            source, made = Path(folder) / "openapi.json", Path(folder) / "index.d.ts"
            source.write_text(json.dumps(document))
            subprocess.run([command, source, "--output", made], check=True, stdout=subprocess.DEVNULL)
            to.write_text(header_of(document) + made.read_text())
