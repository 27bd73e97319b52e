"""Records PyTorch's trajectories for the cases: ``python -m tests.oracles.record_torch``.

The file it writes lets the comparison run where PyTorch is not installed. Float32 losses are kept
to 9 digits, which is exact, float64 ones to 13.
"""

from __future__ import annotations

import json

import torch

from tests.oracles.cases import CASES, RECORDED, published_training_set
from tests.oracles.torch_models import build, losses

DIGITS = {torch.float32: 9, torch.float64: 13}


def main() -> None:
    torch.set_num_threads(1)
    split = published_training_set()
    recorded = {}
    for case in CASES:
        recorded[case.name] = {
            str(dtype).removeprefix("torch."): [
                float(f"{loss:.{digits}g}") for loss in losses(case, build(case, dtype), split)
            ]
            for dtype, digits in DIGITS.items()
        }
    lines = [f"{json.dumps(name)}: {json.dumps(found)}" for name, found in recorded.items()]
    cases = ",\n".join(lines)
    RECORDED.write_text(f'{{"torch": {json.dumps(torch.__version__)}, "cases": {{\n{cases}\n}}}}\n')


if __name__ == "__main__":
    main()
