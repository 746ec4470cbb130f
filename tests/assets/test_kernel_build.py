"""`kernel.wasm` is what its source compiles to."""

import subprocess

import pytest

from tests.assets import kernel_build


def test_the_kernel_was_compiled_after_its_source_was_changed():
    assert kernel_build.BUILT.read_bytes().endswith(kernel_build.origin()), "run `make kernel`"


@pytest.mark.long  # the compiler is 100 MB, and comes over the network
def test_the_kernel_is_what_its_source_compiles_to():
    try:
        content = kernel_build.compiled()
    except subprocess.CalledProcessError as problem:
        pytest.skip(f"needs {kernel_build.COMPILER} from npm: {problem.stderr[-300:]}")
    assert kernel_build.BUILT.read_bytes() == content
