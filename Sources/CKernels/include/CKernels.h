// Element-wise kernels.
