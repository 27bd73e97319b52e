"""The array operations that every network here is built from, as an interface.

An operation is *bound* once to its arrays and gives back a call without arguments, which computes
into preallocated outputs. A training step is then a list of such calls, replayed. Binding is where
shapes are checked and, in the fast backend, where addresses are taken; a call does only arithmetic.

Activations are **features first, batch last**: an array of shape (features, batch), so that a
layer reads ``Y = W X + b`` and neighbouring memory holds neighbouring samples. A convolution's
activations have shape (channels, length, batch), or of images (channels, height, length, batch); a
sequence's (length, features, batch).

All arrays are C-contiguous, and come from ``Ops.zeros`` or ``Ops.array`` of the backend that is to
use them: outside a browser, the kernels reach no others. The fast backend takes float32
(statistics: float64; indices and labels: int32); the NumPy backend takes float64 too, which is what
gradient checks use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

from mnist1d_lab.ops.csr import Csr

if TYPE_CHECKING:
    # Taking it from NumPy at run time would cost a start 12 ms.
    from numpy.typing import DTypeLike

Array = NDArray[Any]
Shape = int | tuple[int, ...]
Call = Callable[[], object]
Activation = str  # one of params.ACTIVATION

# Gradients and averages below this become 0, where an operation says so.
FLUSH_BELOW = 1e-30


class Ops(Protocol):
    """A backend. ``name`` is what records call it: "numpy", "simd" or "simd-relaxed".

    ``sparse_below`` is the density under which its sparse products beat its dense ones (0: never).
    """

    name: str
    sparse_below: float

    def sequence(self, *calls: Call) -> Call:
        """One call that makes the given ones in order; in the fast backend, one crossing.

        No backend warns of numbers that overflow or are none: whoever calls looks at them.
        """

    def each(self, tables: Sequence[tuple[Array, Array]], *calls: Call) -> list[Call]:
        """For each row of the tables, one call that fills in the row and then makes ``calls``.

        A table (rows, ...) goes with the array (...) of four-byte numbers that its row is copied
        to; all tables have equally many rows. So each batch of a training set is one crossing.
        """

    # Arrays: what operations are bound to, whole or as views.

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        """A new array of zeros."""

    def array(self, values: Array) -> Array:
        """A new array with these values."""

    # Dense products.

    def affine(
        self, w: Array, x: Array, out: Array, bias: Array | None = None, relu: bool = False
    ) -> Call:
        """out = W X + b, then max(0, .) if ``relu``. w (m, k), x (k, n), bias (m,), out (m, n)."""

    def matmul(
        self,
        a: Array,
        b: Array,
        out: Array,
        *,
        transpose_a: bool = False,
        transpose_b: bool = False,
        accumulate: bool = False,
    ) -> Call:
        """out = A B, or out += A B; at most one operand transposed (it is stored transposed)."""

    # Sparse products: the weight matrix is a Csr whose values lie in the parameter arena.

    def sparse_affine(
        self, w: Csr, x: Array, out: Array, bias: Array | None = None, relu: bool = False
    ) -> Call:
        """As ``affine``, for a sparse W."""

    def sparse_matmul_t(self, w: Csr, dy: Array, out: Array, accumulate: bool = False) -> Call:
        """out = Wᵀ dY, or out += Wᵀ dY, for a sparse W (m, k): dy (m, n), out (k, n)."""

    def sampled_matmul_nt(self, w: Csr, dy: Array, x: Array, out: Array) -> Call:
        """The entries of dY Xᵀ where W has one, in the order of ``w.values``: out (w.nnz,)."""

    # Element by element.

    def row_sums(self, a: Array, out: Array) -> Call:
        """out[i] = sum of a[i, :]; ``a`` of any rank is read as (len(out), rest)."""

    def add(self, a: Array, b: Array, out: Array) -> Call:
        """out = a + b; ``out`` may be ``a`` or ``b``."""

    def multiply(self, a: Array, b: Array, out: Array) -> Call:
        """out = a * b; ``out`` may be ``a`` or ``b``."""

    def activation(self, kind: Activation, x: Array, out: Array) -> Call:
        """out = f(x); ``out`` may be ``x``."""

    def activation_backward(self, kind: Activation, y: Array, dy: Array, out: Array) -> Call:
        """out = dy * f'(x), with f' written in terms of y = f(x); ``out`` may be ``dy``."""

    # Convolution as a product: cols[c * kernel + k, l, b] = x[c, l * stride + k - padding, b]. Of
    # images it is the same down and across, with stride and padding alike in both.

    def im2col(self, x: Array, cols: Array, kernel: int, stride: int, padding: int) -> Call:
        """x (channels, length, n) -> cols (channels * kernel, length_out, n); of images,
        x (channels, height, length, n) -> cols (channels * kernel², height_out, length_out, n).
        """

    def col2im(self, dcols: Array, dx: Array, kernel: int, stride: int, padding: int) -> Call:
        """The adjoint of ``im2col``: dx, of the shape of its x, is overwritten with the sums."""

    # A gated recurrent unit over a whole sequence (PyTorch's equations; gates r, z, n).

    def gru_forward(
        self,
        x: Array,
        w_ih: Array,
        w_hh: Array,
        b_ih: Array,
        b_hh: Array,
        h: Array,
        gates: Array,
        reverse: bool = False,
    ) -> Call:
        """x (length, inputs, n) -> h (length, hidden, n); the first hidden state is zero.

        w_ih (3 hidden, inputs), w_hh (3 hidden, hidden), biases (3 hidden,). ``gates``
        (length, 4 hidden, n) keeps r, z, n and W_hn h + b_hn for the backward pass. ``reverse``
        reads the sequence from its end; h[t] is still the state after reading position t.
        """

    def gru_backward(
        self,
        x: Array,
        w_ih: Array,
        w_hh: Array,
        h: Array,
        gates: Array,
        dh: Array,
        dx: Array | None,
        dw_ih: Array,
        dw_hh: Array,
        db_ih: Array,
        db_hh: Array,
        scratch: Array,
        reverse: bool = False,
    ) -> Call:
        """Gradients of all inputs from dh (length, hidden, n), which is left as it was.

        ``scratch`` has shape (10 * hidden, n). Gradients are overwritten; ``dx`` may be None.
        """

    # Loss and optimisers.

    def softmax_cross_entropy(
        self, logits: Array, labels: Array, dlogits: Array | None, stats: Array
    ) -> Call:
        """Mean cross-entropy of softmax(logits) and, fused, its gradient (p - onehot) / n.

        logits (classes, n), labels int32 (n,). stats float64 (2,) receives the mean loss and the
        number of samples whose largest logit (the first, on a tie) is at the label. A gradient
        below FLUSH_BELOW is 0: where a network is sure, its products are denormal numbers, which
        are slow, and nothing that it could add to a weight is left in float32.
        """

    def adam(
        self,
        theta: Array,
        grad: Array,
        m: Array,
        v: Array,
        state: Array,
        mask: Array | None = None,
    ) -> Call:
        """One step of Adam over a flat arena (Kingma & Ba 2015, algorithm 1), as PyTorch has it.

        state float64 (7,): learning rate, beta1, beta2, epsilon, weight decay (added to the
        gradient), beta1^t, beta2^t; the call multiplies the last two first, so they start at 1.
        mask uint8: entries at 0 stay exactly as they are. |m| < FLUSH_BELOW is flushed to 0:
        dead units otherwise leave denormal numbers, which slow every later step.
        """

    def sgd(
        self, theta: Array, grad: Array, velocity: Array, state: Array, mask: Array | None = None
    ) -> Call:
        """velocity = momentum velocity + grad; theta -= lr velocity (PyTorch's convention).

        state float64 (3,): learning rate, momentum, weight decay. Mask and flush as in ``adam``.
        """
