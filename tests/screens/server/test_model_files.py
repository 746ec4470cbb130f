"""Models for the browser, on a server's route: compressed once, kept for good under their hash, and nothing else is there."""

import gzip

from digitcore.export import browser_model
from pages._shared.server.model_files import model_route
from tests.screens.server.route_client import request


def get(name, **headers):
    return request(model_route(), f"/lab/models/{name}", **headers)


def test_the_default_model_comes_compressed_and_as_it_is():
    _, plain_headers, plain = get("default", accept_encoding="identity")
    _, headers, compressed = get("default", accept_encoding="gzip")
    assert plain == gzip.decompress(compressed) == browser_model.of_default_model()
    assert "content-encoding" not in plain_headers and headers["content-encoding"] == "gzip"
    assert len(compressed) < 0.7e6


def test_under_its_hash_it_is_kept_for_good_and_as_default_it_is_checked():
    _, default, content = get("default")
    mark = default["etag"]
    assert default["cache-control"] == "no-cache"
    assert get("default", if_none_match=mark)[0] == 304
    status, kept, same = get(mark.removeprefix('W/"').rstrip('"'))
    assert status == 200 and "immutable" in kept["cache-control"] and same == content


def test_no_other_name_is_a_model_and_nothing_is_written():
    assert get("0123456789ab")[0] == get("../default_model.npz")[0] == 404
    assert request(model_route(), "/lab/models/default", "POST")[0] == 405
