"""The form of a person: written, read, marked."""

from __future__ import annotations

import pytest

from netcli.domain.form import FormError, read_form, with_mistake, without_mistakes


def test_every_mistake_is_marked_above_its_line() -> None:
    """The message of the mistake before is gone, and does not shift the lines."""
    text = "name: Ana\nheadlin: x\nfamly: Pires\n"
    told = []
    for wrong, right in (("headlin", "headline"), ("famly", "family")):
        with pytest.raises(FormError) as error:
            read_form(text)
        marked = with_mistake(text, error.value.mistake)
        lines = marked.splitlines()
        told.append((lines[error.value.mistake.line - 1], lines[error.value.mistake.line]))
        text = without_mistakes(marked.replace(wrong, right))

    assert told == [("#! no field headlin", "headlin: x"), ("#! no field famly", "famly: Pires")]
    assert read_form(text)["family"] == ["Pires"]
