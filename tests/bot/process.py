"""The whole bot as a process of its own, with a slow web and quick language work: to be killed.

Called with the base addresses of a Bot API for calls and files, a token and a data directory.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.app import Line, build_application
from bot.flow import Flow, utc_now
from config import Settings
from storage import Database, upgrade
from tests.bot.conftest import Extracting, Web
from tests.flow.fakes import FakeEngine, compare


class SlowWeb(Web):
    async def fetch(self, url):
        await asyncio.sleep(0.05)
        number = url.rpartition("/")[2]
        self.publish(
            url, f"Thema{number}", f"Sprecher{number} > asserts > Sache{number}", filler=f"Ort{number}"
        )
        return await super().fetch(url)


async def main(calls: str, files: str, token: str, folder: str) -> None:
    database = Database(Path(folder, "lagebild.sqlite"))
    upgrade(database)
    settings, analyser = Settings(data_dir=Path(folder)), Extracting()
    flow = Flow(database, analyser, zone=settings.zone, engine=FakeEngine(), compare=compare)
    line = Line(token, server=(calls, files), everybody=True)
    bot = build_application(settings, flow, database, utc_now, SlowWeb(), analyser, line)
    await bot.start()
    await bot.watch()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
