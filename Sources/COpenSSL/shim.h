// OpenSSL's digests. libcurl, which URLSession needs, brings the library along.
#include <openssl/err.h>
#include <openssl/evp.h>
