"""For a machine that does other things too: no test here may depend on how busy it is."""

import os

# These networks are small: a second BLAS thread saves little on an idle machine, and on a busy one
# two that wait for each other have been seen to take twenty times as long as one. Set before NumPy
# is imported, which reads it then.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings

settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")
