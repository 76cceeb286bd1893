"""The file in which backups say how they went."""

import pytest

from deploy.backup import status

DAMAGED = ["", "[]", '{"errors": 3}', '{"errors": []}', "[" * 200_000]
DAMAGED += [f'{{"sent_at": {time}}}' for time in ('"yesterday"', "5", '"2026-11-01T00:00:00"', "[]")]


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_status_that_somebody_damaged_is_written_anew(tmp_path, text):
    path = tmp_path / "backup.json"
    path.write_text(text)

    status.note(path, "send", "The disk is full.")

    assert status.read(path) == status.EMPTY | {
        "error": "The disk is full.",
        "errors": {"send": "The disk is full."},
    }
