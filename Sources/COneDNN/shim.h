// oneDNN's C API. Debian's libdnnl-dev ships no .pc file, so the module map names the library.
#include <dnnl.h>
