"""Hold modules and functions to the sizes of CONTRIBUTING.md: what is longer is two things."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "netcli"
LONGEST_MODULE = 500
LONGEST_FUNCTION = 40
LONGEST_COMMAND_BODY = 15


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body, its docstring left out."""
    statements = function.body[1:] if ast.get_docstring(function) else function.body
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def faults(path: Path) -> list[str]:
    """Return what is too long in one module."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(SOURCE.parent.parent)
    found = [f"{name}: {n} lines, at most {LONGEST_MODULE}"] if (n := text.count("\n")) > LONGEST_MODULE else []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        takes_context = any(arg.arg == "context" for arg in node.args.args)
        is_command = path.parent.name == "commands" and takes_context and not path.name.startswith("_")
        most = LONGEST_COMMAND_BODY if is_command else LONGEST_FUNCTION
        if (lines := body_lines(node)) > most:
            found.append(f"{name}:{node.lineno}: {node.name} has {lines} lines, at most {most}")
    return found


def main() -> int:
    """Print every fault and return 1 if there is one."""
    found = [fault for path in sorted(SOURCE.rglob("*.py")) for fault in faults(path)]
    print("\n".join(found) or "sizes: fine")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
