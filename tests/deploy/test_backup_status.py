"""The file in which backups say how they went."""

import pytest

from deploy.backup import status


@pytest.mark.parametrize("text", ["", "[]", '{"errors": 3}', '{"errors": []}', "[" * 200_000], ids=range(5))
def test_a_status_that_somebody_damaged_is_written_anew(tmp_path, text):
    path = tmp_path / "backup.json"
    path.write_text(text)

    status.note(path, "send", "The disk is full.")

    assert status.read(path) == status.EMPTY | {
        "error": "The disk is full.",
        "errors": {"send": "The disk is full."},
    }
