// zlib: gzip of responses and request bodies, and of IDX data files.
#include <zlib.h>
