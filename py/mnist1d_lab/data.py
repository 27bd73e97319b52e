"""Drop-in for ``mnist1d.data``, equal to it value for value; what it offers is in ``dataset/``.

``make_arrays`` (no global state), ``preview``, ``fingerprint`` and ``read_data_file`` are added.
"""

from mnist1d_lab.dataset.cache import get_dataset
from mnist1d_lab.dataset.files.load import LoadedData
from mnist1d_lab.dataset.fingerprint import PUBLISHED_FINGERPRINT, fingerprint, is_published
from mnist1d_lab.dataset.making import Dataset, make_arrays, make_dataset
from mnist1d_lab.dataset.own_data import load as read_data_file
from mnist1d_lab.dataset.preview import Preview, preview
from mnist1d_lab.dataset.settings import PRESETS, get_dataset_args
from mnist1d_lab.dataset.templates import get_templates, make_templates

__all__ = [
    "PRESETS", "PUBLISHED_FINGERPRINT", "Dataset", "LoadedData", "Preview", "fingerprint",
    "get_dataset", "get_dataset_args", "get_templates", "is_published", "make_arrays",
    "make_dataset", "make_templates", "preview", "read_data_file",
]  # fmt: skip
