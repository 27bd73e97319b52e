"""MNIST beside MNIST-1D."""

from __future__ import annotations

from mnist1d_lab.params.param import Param

MNIST_IMAGES = Param(
    "mnist_images", "int", 10000, "MNIST images",
    "How many training images of MNIST; a fifth as many test images.", "mnist", 100, 10000, 100,
    "images",
)  # fmt: skip
MAP_POINTS = Param(
    "map_points", "int", 500, "Points of the maps",
    "How many test samples of each set t-SNE puts on a plane; 0: no maps.", "mnist", 0, 1000, 50,
    "samples",
)  # fmt: skip
MNIST_FILE = Param(
    "mnist_file", "text", "mnist.npz", "File of MNIST",
    "Where MNIST's images are: the file mnist.npz of a hosted page, which the page itself fetches.",
    "mnist", length=(1, 500),
)  # fmt: skip
