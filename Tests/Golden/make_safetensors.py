"""Writes safetensors.safetensors beside this file, with the reference implementation.

pip install safetensors==0.8.0 numpy && python3 make_safetensors.py
"""

import pathlib

import numpy as np
from safetensors import TensorSpec, serialize_file

FLOATS = [0.0, -0.0, 1.0, -1.5, 65504.0, 2.0**-14, 3.140625, -np.inf]

# bfloat16, which numpy lacks, is the upper half of float32. All of FLOATS but 65504 fit; that is
# rounded to 65536.
bfloat16 = ((np.array(FLOATS, np.float32).view(np.uint32) + 0x7FFF) >> 16).astype(np.uint16)
tensors = {
    "weights": np.arange(24, dtype=np.float32).reshape(2, 3, 4) / np.float32(7),
    "halves": np.array(FLOATS, np.float16),
    "brains": bfloat16,
    "doubles": np.array([1 / 3], np.float64),
    "counts": np.array([-(2**62), 7], np.int64),
    "codes": np.array([[-4, 3, 0]], np.int8),
    "pixels": np.array([0, 255, 128], np.uint8),
    "scalar": np.array(0.25, np.float32),
    "empty": np.zeros((0, 5), np.float32),
    'näme "quoted"/slash': np.array([1], np.uint8),
}
serialize_file(
    {
        name: TensorSpec(
            dtype="bfloat16" if name == "brains" else str(array.dtype),
            shape=list(array.shape),
            data_ptr=array.ctypes.data,
            data_len=array.nbytes,
        )
        for name, array in tensors.items()
    },
    str(pathlib.Path(__file__).with_name("safetensors.safetensors")),
    {"format": "pt", "note": "line\nbreak, ü"},
)
