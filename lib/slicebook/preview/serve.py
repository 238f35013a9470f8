"""Show the pages to a browser on this machine, and have it follow what is built.

The script that listens is put into a page on its way out: no file of the book ever holds it.
"""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler

from slicebook.errors import InputError

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
EVENTS = "/-/events"
SCRIPT = Path(__file__).with_name("follow.js")


@dataclass
class State:
    """Which version of the pages there is and what is wrong; who waits for the next is told."""

    version: int = 0
    problem: str = ""
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def tell(self, problem: str) -> None:
        """Take note of a build; one with a problem leaves the pages as they were."""
        async with self._changed:
            self.problem = problem
            self.version += not problem
            self._changed.notify_all()

    async def next(self) -> None:
        """Wait for the next build."""
        async with self._changed:
            await self._changed.wait()

    def __str__(self) -> str:
        """Return it as JSON that ends no script, whatever the problem quotes."""
        said = json.dumps({"version": self.version, "problem": self.problem})
        return said.replace("<", r"\u003c")


def listen(site: Path, state: State, port: int) -> HTTPServer:
    """Serve the pages; `InputError` where the port is taken."""
    settings = {"path": str(site), "default_filename": "index.html"}
    routes = [(EVENTS, Events, {"state": state}), (r"/(.*)", Pages, {"state": state, **settings})]
    try:
        return Application(routes).listen(port, HOST)
    except OSError as problem:
        raise InputError(f"port {port} cannot be used: {problem.strerror}; name another") from None


class Own(RequestHandler):
    """Answers only who asks for this machine by its own name, from a page of its own.

    Another site's page in the same browser may reach the port under a name of that site.
    """

    def prepare(self) -> None:
        """Refuse what another site asks."""
        origin = self.request.headers.get("Origin")
        asked = [f"//{self.request.host}", *([origin] if origin else [])]
        if any(urlsplit(name).hostname not in NAMES for name in asked):
            raise HTTPError(403)


class Events(Own):
    """Server-sent events: the state now, and again after each build."""

    def initialize(self, state: State) -> None:
        """Take what tornado's route hands over."""
        self.state = state

    async def get(self) -> None:
        """Send events until the browser is gone."""
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        try:
            while True:
                self.write(f"data: {self.state}\n\n")
                await self.flush()
                await self.state.next()
        except StreamClosedError:
            pass


class Pages(Own, StaticFileHandler):
    """The files of the site; a page gets the script that follows it."""

    def initialize(self, state: State, **settings: str) -> None:
        """Take what tornado's route hands over."""
        self.state = state
        super().initialize(**settings)

    def set_extra_headers(self, path: str) -> None:
        """Have the browser ask anew each time."""
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """Return no tag: what is never kept is never compared."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send a file, or a page with the script."""
        self.path = self.parse_url_path(path)
        place = self.get_absolute_path(self.root, self.path)
        found = self.validate_absolute_path(self.root, place)
        if found is None:  # the browser is sent elsewhere
            return
        if not found.endswith(".html"):
            await super().get(path, include_body)
            return
        script = f"const state = {self.state};\n{SCRIPT.read_text(encoding='utf-8')}"
        page = Path(found).read_text(encoding="utf-8")
        self.set_extra_headers(path)
        self.write(page.replace("</body>", f"<script>{{{script}}}</script></body>"))
