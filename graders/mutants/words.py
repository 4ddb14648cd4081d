"""Words that a mistake puts in each other's place, and calls that it forgets."""

from __future__ import annotations

from collections.abc import Mapping

_PAIRS = """
min max | minimum maximum | amin amax | argmin argmax | nanmin nanmax | any all | mean sum | nanmean nansum
std var | cumsum cumprod | zeros ones | zeros_like ones_like | new_zeros new_ones | zeros_ ones_ | floor ceil
sin cos | triu tril | vstack hstack | tanh sigmoid | softmax log_softmax | max_pool1d avg_pool1d
max_pool2d avg_pool2d | max_pool3d avg_pool3d | MaxPool1d AvgPool1d | MaxPool2d AvgPool2d
AdaptiveAvgPool2d AdaptiveMaxPool2d | Softmax LogSoftmax | l1_loss mse_loss | L1Loss MSELoss
train eval | no_grad enable_grad | gt ge | lt le | eq ne | logical_and logical_or | isnan isinf
lower upper | lstrip rstrip | ljust rjust | find rfind | index rindex | split rsplit | partition rpartition
startswith endswith | removeprefix removesuffix | union intersection | keys values | first all | append extend
""".replace("\n", "|")

_TYPES = """
float32 float64 | float double | int64 int32 | long int | complex64 complex128
""".replace("\n", "|")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _both_ways(pairs: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for pair in filter(str.strip, pairs.split("|")):
        one, other = pair.split()
        found.setdefault(one, other)
        found.setdefault(other, one)
    return found


#: function or method -> the one it is mistaken for
SWAPS = _both_ways(_PAIRS)
#: the same for dtypes, and for the methods that convert to them
TYPES = _both_ways(_TYPES)
#: the same for texts that choose how a function works
CHOICES = _both_ways("mean sum | same valid | GET POST | asc desc | left right | zeros border")

#: functions f with f(x, …) -> x
REMOVED_FUNCTIONS = _words(
    """
    abs sqrt rsqrt log log2 log10 log1p exp expm1 square relu leaky_relu elu gelu sigmoid tanh softmax
    log_softmax softplus float int round sorted reversed set str absolute fabs floor ceil sign neg clip
    clamp normalize pad dropout transpose permute swapaxes flip roll squeeze unsqueeze expand_dims
    flatten ravel cumsum unique sort deepcopy copy clone detach escape generate_password_hash
    secure_filename ReLU nan_to_num array_split logit
    """
)
#: methods m with x.m(…) -> x
REMOVED_METHODS = _words(
    """
    abs sqrt rsqrt log log2 log10 log1p exp square relu sigmoid tanh softmax log_softmax round floor
    ceil sign neg clip clamp clamp_min clamp_max t transpose permute swapaxes movedim flip roll squeeze
    unsqueeze flatten ravel reshape view cumsum unique sort copy clone detach float double long int bool
    to type astype item tolist strip lstrip rstrip lower upper casefold title expand repeat diagonal mT
    conj masked_fill requires_grad_ order_by filter filter_by distinct limit
    """
)
#: attributes that turn a tensor
TURNS = frozenset({"T", "mT", "H"})
#: functions for which the order of two arguments makes no difference, or is never mistaken
UNORDERED = _words(
    """
    min max minimum maximum add mul multiply logical_and logical_or logical_xor isclose allclose gcd lcm
    hypot union intersection isinstance issubclass getattr hasattr setattr super zip print cast TypeVar
    eq ne
    """
)
#: functions and methods that take an axis away
REDUCTIONS = _words("sum mean prod std var max min amax amin argmax argmin norm logsumexp all any median")
#: those of them that divide by one less, or not
SPREADS = _words("std var")
#: functions and methods that take no notice of a sign
EVEN = _words("abs absolute fabs square norm vector_norm hypot")
#: with these a method changes its own tensor under the same name with an underscore
IN_PLACE = _words(
    """
    abs sqrt log exp square relu sigmoid tanh clamp clip neg round floor ceil sign add sub mul div
    masked_fill squeeze unsqueeze transpose t pow
    """
)
#: endings of names that belong to two axes, or two ends, of one thing
PARTNERS = _both_ways(
    "_h _w | _height _width | height width | _row _column | _rows _columns | rows columns | row column"
    "| _x _y | x y | x1 x2 | y1 y2 | left right | top bottom | low high | first second | _in _out"
    "| inputs targets | train test | mean variance | weight bias | source target"
)
#: decorators that do not change what a function returns
SILENT_DECORATORS = _words(
    """
    override final overload abstractmethod cache lru_cache wraps runtime_checkable cached_property
    dataclass
    """
)
#: contexts that decide whether autograd records
GRADIENT_CONTEXTS = frozenset({"no_grad", "enable_grad", "inference_mode", "set_grad_enabled"})
