"""What the tests of introductions share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

_TOOL = Path(__file__).parent.parent.parent / "tools" / "gen_mail.py"


@pytest.fixture(scope="module")
def gen_mail() -> ModuleType:
    """Return the generator of tools/, which is no package."""
    spec = importlib.util.spec_from_file_location("gen_mail", _TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["gen_mail"] = module
    spec.loader.exec_module(module)
    return module
