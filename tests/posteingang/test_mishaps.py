"""What an instance lives through while it runs."""

import pytest

from tests.posteingang.conftest import MakeInstance

pytestmark = pytest.mark.timeout(900)


def test_a_broker_whose_socket_was_removed_is_started_again(make_instance: MakeInstance, scans: list[bytes]) -> None:
    instance = make_instance()
    instance.up()
    (instance.home / "run/redis.sock").unlink()
    (instance.home / "brief.pdf").write_bytes(scans[0])
    instance.run("wait", "--timeout", "280")
    instance.run("scan", instance.home / "brief.pdf")
    instance.run("wait", "--timeout", "280")
    assert len(instance.records()) == 1
    instance.stop()
