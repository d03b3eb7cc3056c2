"""The portable kernels that multiply and accumulate, against the oracle."""

from __future__ import annotations

from hypothesis import given

from tests.support.cases import sample
from tests.support.exactness import assert_exact
from tests.support.layers import conv_2d, depthwise_conv_2d, fully_connected


@sample(15)
@given(content=conv_2d())
def test_conv_2d(content: bytes) -> None:
    assert_exact(content)


@sample(5)
@given(content=conv_2d(pointwise=True))
def test_pointwise_conv_2d(content: bytes) -> None:
    assert_exact(content)


@sample(5)
@given(content=conv_2d(groups=True))
def test_grouped_conv_2d(content: bytes) -> None:
    assert_exact(content)


@sample(15)
@given(content=depthwise_conv_2d())
def test_depthwise_conv_2d(content: bytes) -> None:
    assert_exact(content)


@sample(10)
@given(content=fully_connected())
def test_fully_connected(content: bytes) -> None:
    assert_exact(content)


@sample(1, long_cases=10)
@given(convolution=conv_2d(groups=True), depthwise=depthwise_conv_2d(), dense=fully_connected())
def test_sanitisers_find_nothing(convolution: bytes, depthwise: bytes, dense: bytes) -> None:
    for content in (convolution, depthwise, dense):
        assert_exact(content, sanitised=True)
