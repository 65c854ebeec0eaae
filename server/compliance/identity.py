"""Identity numbers of persons whose form and check digits prove them; numbers without a check are left to words beside them."""

from collections.abc import Callable

from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.mx import curp

NATIONAL: tuple[Callable[[str], bool], ...] = (
    cpf.is_valid,
    ric.is_valid,
    dni.is_valid,
    nie.is_valid,
    nir.is_valid,
    codicefiscale.is_valid,
    rrn.is_valid,
    curp.is_valid,
)
"""By country: BR, CN, ES (citizens, foreigners), FR, IT, KR, MX. Each takes letters and digits alone, in small letters too."""
