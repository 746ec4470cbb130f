"""Files that two ask for at the same moment, before there is a compressed one; the rest is tried on a real server."""

import asyncio
import gzip

from pages._shared.compressed import Compressed


def test_two_who_come_at_the_same_moment_both_get_it():
    body = b"let a = 1;\n" * 1_000

    async def app(scope, receive, send):
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"11000")]})
        await send({"type": "http.response.body", "body": body[:500], "more_body": True})
        await send({"type": "http.response.body", "body": body[500:]})

    async def asked():
        compressed = Compressed(app)
        scope = {
            "type": "http", "method": "GET", "path": "/static/js/a.js", "headers": [(b"accept-encoding", b"br, gzip")],
        }  # fmt: skip
        heard = [[] for _ in range(3)]

        def hearing(messages):
            async def send(message):
                messages.append(message)

            return send

        await asyncio.gather(*(compressed(scope, None, hearing(one)) for one in heard))
        return heard

    for start, file in asyncio.run(asked()):
        assert (
            dict(start["headers"])[b"content-encoding"] == b"gzip" and gzip.decompress(file["body"]) == body
        )
