"""``python -m mnist1d_lab``: the same as the command ``mnist1d-lab``."""

import sys

from mnist1d_lab.cli import main

sys.exit(main())
