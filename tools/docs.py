"""Write the generated pages of docs/ from the program itself; with --check, only tell whether they are stale."""

from __future__ import annotations

import inspect
import os
import pkgutil
import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import netcli
from netcli import SCHEMA_VERSION, cli, schema
from netcli.command_table import COMMANDS
from netcli.exporting.json import NOT_EXPORTED

DOCS = Path(__file__).parent.parent / "docs"
os.environ["COLUMNS"] = "80"  # the pages look the same whoever writes them
NOTICE = "<!-- Written by `make docs`; edit the program, not this page. -->\n\n"


def reference() -> str:
    """Return every command with its help, by family."""
    root = cli.build()
    parts = [NOTICE, "# Commands\n"]
    for family in cli.FAMILIES:
        parts.append(f"\n## {family}\n")
        for command in (c for c in COMMANDS if c.family == family):
            text = (root.explain(command.name) or "").partition("\nThe family ")[0].rstrip()
            parts.append(f"\n### netcli {command.name}\n\n```text\n{text}\n```\n")
    parts.append(f"\n## Options of every command\n\n```text\n{root.explain('options')}```\n")
    return "".join(parts)


def json_page() -> str:
    """Return every shape that --json prints, with its fields."""
    parts = [
        NOTICE,
        "# JSON\n\nWhat `--json` prints, shape by shape. Fields are only ever added. Absent values are `null`,\n"
        "dates are partial ISO dates (`2019`, `2019-03`, `2019-03-14`), instants are UTC.\n\n"
        'A failure prints `{"error": {"code", "kind", "message", "hint", …}}` on stderr and nothing on stdout.\n',
    ]
    for shape in shapes():
        parts.append(f"\n## {shape.__name__}\n\n{inspect.getdoc(shape)}\n\n| field | type |\n|---|---|\n")
        parts += [f"| `{name.rstrip('_')}` | {_type(shape.__annotations__[name])} |\n" for name in shape._fields]
    return "".join(parts)


def shapes() -> Iterator[Any]:
    """Yield every shape of results.py, then those of the pages beside it."""
    for found in sorted(pkgutil.iter_modules(netcli.__path__), key=lambda found: found.name):
        if found.name.startswith("results"):
            module = import_module(f"netcli.{found.name}")
            yield from (
                shape
                for shape in vars(module).values()
                if hasattr(shape, "_fields") and shape.__module__ == module.__name__
            )


def _type(annotation: object) -> str:
    text = getattr(annotation, "__forward_arg__", str(annotation))
    text = re.sub(r"tuple\[(.*), \.\.\.\]", r"list of \1", text)
    return (
        text.replace("str", "string")
        .replace(" | None", " or null")
        .replace("float", "number")
        .replace("int", "integer")
    )


def schema_page() -> str:
    """Return every table and view with its columns, as a new file has them."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN")
    schema.migrate(connection)
    parts = [
        NOTICE,
        f"# Tables, version {SCHEMA_VERSION}\n\n",
        "The file is plain SQLite: sqlite3, Datasette and any program can read it.\n",
    ]
    tables = (
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT GLOB 'sqlite_*' ORDER BY type, rowid"
    )
    for kind, name, sql in connection.execute(tables):
        parts.append(f"\n## {name}{' (view)' if kind == 'view' else ''}\n\n")
        if name in NOT_EXPORTED:
            parts.append(f"Not in `export json`: {NOT_EXPORTED[name]}.\n\n")
        columns = [
            *re.findall(r"^  (\w+) (.*?),? -- (.+)$", _ADDED.sub("", sql), re.MULTILINE),
            *_ADDED.findall(sql),
        ]
        if columns:
            parts.append("| column | definition | what |\n|---|---|---|\n")
            parts += [
                f"| `{column}` | `{rest.replace('|', chr(92) + '|')}` | {what} |\n" for column, rest, what in columns
            ]
        else:
            parts.append(f"```sql\n{sql}\n```\n")
    return "".join(parts)


#: Columns that a later version added: SQLite puts them behind the last one, with their comment, on the same line.
_ADDED = re.compile(r", (\w+) ((?:(?!/\*|--).)*?) /\* (.*?) \*/")

PAGES = {"reference.md": reference, "json.md": json_page, "schema.md": schema_page}


def main() -> int:
    """Write the pages, or return 1 if one is stale."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    print(
        f"docs: {', '.join(stale) or 'nothing'} {'stale: run make docs' if '--check' in sys.argv else 'written'}"
        if stale
        else "docs: fine"
    )
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
