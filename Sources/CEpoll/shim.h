// What Glibc's Swift module leaves out of Linux's socket API: epoll, eventfd, accept4, sendfile.
//
// No _GNU_SOURCE here: it would change structures (fd_set) that the Glibc module has too.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

// Hidden behind _GNU_SOURCE.
int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);

// ioctl takes a variable list, which Swift does not call. Bytes that the peer has not acknowledged
// yet (SIOCOUTQ, tcp(7)); negative if unknown.
static inline int socket_unacknowledged_bytes(int fd) {
  int count = -1;
  return ioctl(fd, TIOCOUTQ, &count) == 0 ? count : -1;
}
