"""How PostgreSQL archives its log: each piece once, whole, and never over another."""

import gzip
import subprocess

from tests.databases import ROOT
from tests.deploy.backed_up import PYTHON


def archive(source, target) -> subprocess.CompletedProcess:
    command = [PYTHON, ROOT / "deploy" / "backup" / "archive_wal.py", source, target]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_piece_of_the_log_is_kept_once_and_never_written_over(tmp_path):
    source, target = tmp_path / "piece", tmp_path / "wal" / "000000010000000000000001"
    target.parent.mkdir()
    source.write_bytes(b"the first")

    assert archive(source, target).returncode == 0
    assert archive(source, target).returncode == 0

    source.write_bytes(b"another")
    refused = archive(source, target)

    assert refused.returncode == 1
    assert refused.stderr.endswith("is there already, with another content\n")
    assert [path.name for path in target.parent.iterdir()] == [f"{target.name}.gz"]
    assert gzip.decompress(target.with_name(f"{target.name}.gz").read_bytes()) == b"the first"


def test_a_piece_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    source = tmp_path / "piece"
    source.write_bytes(b"content")

    assert archive(source, tmp_path / "missing" / "piece").returncode == 1
    assert archive(tmp_path / "missing", tmp_path / "kept").returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["piece"]
