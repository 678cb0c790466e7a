// What Glibc's Swift module leaves out of Linux's socket API: epoll, eventfd, accept4, sendfile.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

// accept4 is hidden behind _GNU_SOURCE in a header that Glibc's module may have read before.
int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
