"""Networks with their backpropagation written out by hand."""
