"""The server of the preview: for this machine's own browser, and nothing outside the pages."""

import asyncio
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from slicebook.preview.serve import EVENTS, State, listen

PAGE = "<html><body><p>words</p></body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(PAGE)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "site"


def asked(site: Path, path: str, problem: str = "", **headers: str) -> HTTPResponse:
    async def ask() -> HTTPResponse:
        server = listen(site, State(problem=problem), 0)
        [socket] = server._sockets.values()
        address, port = socket.getsockname()
        assert address == "127.0.0.1"
        url = f"http://127.0.0.1:{port}{path}"
        given = {"Host": f"127.0.0.1:{port}", **headers}
        try:
            return await AsyncHTTPClient().fetch(url, headers=given, raise_error=False)
        finally:
            server.stop()

    return asyncio.run(ask())


def test_a_page_is_served_to_this_machine(site: Path) -> None:
    for host in ("127.0.0.1:8787", "localhost:8787", "localhost"):
        found = asked(site, "/index.html", Host=host, Origin=f"http://{host}")
        assert found.code == 200
        assert b"<p>words</p>" in found.body


@pytest.mark.parametrize("path", ["/index.html", EVENTS, "/"])
@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example:8787"},
    {"Origin": "https://evil.example"}, {"Origin": "null"},
])  # fmt: skip
def test_another_sites_page_gets_nothing(site: Path, path: str, headers: dict[str, str]) -> None:
    assert asked(site, path, **headers).code == 403


def test_a_message_of_an_error_is_no_script(site: Path) -> None:
    found = asked(site, "/index.html", problem="</script><script>alert(1)</script>")
    assert b"</script><script>alert" not in found.body
    assert rb"\u003c/script>" in found.body


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"])
def test_nothing_outside_the_pages_is_served(site: Path, path: str) -> None:
    found = asked(site, path)
    assert found.code in (403, 404)
    assert b"secret" not in found.body
