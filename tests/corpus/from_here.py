"""Files of the reference package and of this one, which also say what they were made from."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

from mnist1d_lab.data import make_arrays
from mnist1d_lab.dataset import formats

from tests.corpus.case import Case, Sample

ARGS = {"num_samples": 40, "final_seq_length": 10, "seed": 5}


def cases() -> Iterator[Case]:
    made = make_arrays(ARGS)
    expected: list[Sample] = []
    for split, suffix in (("train", ""), ("test", "_test")):
        rows = zip(made[f"y{suffix}"].tolist(), made[f"x{suffix}"].tolist(), strict=True)
        expected += [(split, str(label), tuple(signal)) for label, signal in rows]
    for protocol in (2, 3, 5):
        content = pickle.dumps(made, protocol=protocol)
        yield Case(f"the reference's pickle, protocol {protocol}", {"set.pkl": content}, expected)
    yield Case("our CSV", {"set.csv": formats.to_csv(made, ARGS)}, expected)
    yield Case("our NPZ", {"set.npz": formats.to_npz(made, ARGS)}, expected)
    yield Case("our pickle", {"set.pkl": formats.to_pickled(made, ARGS)}, expected)
    stripped = b"\n".join(
        line.rpartition(b",")[0] for line in formats.to_csv(made, ARGS).splitlines()[:1]
    )
    rows_only = [line.split(b",\"")[0].removesuffix(b",") for line in
                 formats.to_csv(made, ARGS).splitlines()[1:]]  # fmt: skip
    plain = b"\n".join([stripped, *rows_only])
    yield Case("our CSV without its last column", {"set.csv": plain}, expected)
