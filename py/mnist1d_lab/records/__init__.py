"""A run's record: what was asked, what was measured, and how to read it back."""

from mnist1d_lab.records.arrays import decode_array, encode_array, split_array
from mnist1d_lab.records.record import Record, load_record

__all__ = ["Record", "decode_array", "encode_array", "load_record", "split_array"]
