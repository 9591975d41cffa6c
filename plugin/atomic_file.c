#include "plugin/atomic_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
  MAX_LINKS = 16,       // of one path, followed by hand
  MAX_TEMP_NAMES = 100, // tried beside the target
  LEFT_BEHIND = 3600,   // seconds that a hidden file has not been touched
  MAX_WRITE = 1 << 30   // bytes in one call: write() does not promise more than SSIZE_MAX
};

static const char CANNOT_MAKE[] = "cannot make a file in that folder";

// Always false, so that a failing caller can return it. errno is read before anything changes it.
static bool fail(char* reason, size_t reason_size, const char* what) {
  const int error = errno;
  if (reason_size > 0) {
    (void)snprintf(reason, reason_size, "%s: %s", what, strerror(error));
  }
  return false;
}

// Length of the folder part of `path` with its last slash; 0 where there is none.
static size_t folder_length(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? (size_t)(slash - path) + 1 : 0;
}

// Replaces the link in `path` by what it points at. Returns 1 when it did, 0 where `path` is no
// link, -1 with errno set.
static int follow_link(char path[PATH_MAX]) {
  char target[PATH_MAX];
  const ssize_t length = readlink(path, target, sizeof target);
  if (length < 0) {
    return errno == EINVAL || errno == ENOENT ? 0 : -1;
  }
  const size_t folder = length > 0 && target[0] == '/' ? 0 : folder_length(path);
  if (folder + (size_t)length >= PATH_MAX) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(path + folder, target, (size_t)length);
  path[folder + (size_t)length] = '\0';
  return 1;
}

// Copies `path` to `real` with its links followed, so that the rename replaces the file and not
// the link: /dev/stdout is one.
static bool resolve(const char* path, char real[PATH_MAX]) {
  const size_t length = strlen(path);
  if (length >= PATH_MAX) {
    errno = ENAMETOOLONG;
    return false;
  }
  memcpy(real, path, length + 1);
  for (int i = 0; i < MAX_LINKS; i++) {
    const int followed = follow_link(real);
    if (followed <= 0) {
      return followed == 0;
    }
  }
  errno = ELOOP;
  return false;
}

static bool write_all(int fd, const char* data, size_t size) {
  while (size > 0) {
    const ssize_t written = write(fd, data, size < MAX_WRITE ? size : MAX_WRITE);
    if (written < 0 && errno != EINTR) {
      return false;
    }
    if (written > 0) {
      data += written;
      size -= (size_t)written;
    }
  }
  return true;
}

// Some file systems cannot sync and say EINVAL: the write has not failed there.
static bool sync_file(int fd) {
  return fsync(fd) == 0 || errno == EINVAL;
}

// Closes `fd` whatever happened before; where that was a failure its errno stays.
static bool close_after(int fd, bool ok) {
  const int error = errno;
  const bool closed = close(fd) == 0;
  if (!ok) {
    errno = error;
  }
  return ok && closed;
}

static bool write_in_place(const char* path, const void* data, size_t size) {
  const int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
  return fd >= 0 && close_after(fd, write_all(fd, data, size));
}

// The folder of `path`, in `folder` where it has a name.
static const char* folder_name(const char* path, char folder[PATH_MAX]) {
  const size_t length = folder_length(path);
  memcpy(folder, path, length);
  folder[length] = '\0';
  return length ? folder : ".";
}

// Makes a new hidden file in the folder of `path` and its name in `temp`. Returns -1 with errno
// set.
static int open_temp(const char* path, char temp[PATH_MAX]) {
  const size_t folder = folder_length(path);
  for (int i = 0; i < MAX_TEMP_NAMES; i++) {
    const int length =
        snprintf(temp, PATH_MAX, "%.*s.tiento-%ld-%d.tmp", (int)folder, path, (long)getpid(), i);
    if (length >= PATH_MAX) {
      errno = ENAMETOOLONG;
      return -1;
    }
    const int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) {
      return fd;
    }
  }
  return -1;
}

// The rename itself lies in the folder. Nothing is lost that was there before where this fails.
static void sync_folder(const char* path) {
  char folder[PATH_MAX];
  const int fd = open(folder_name(path, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    (void)fsync(fd);
    (void)close(fd);
  }
}

static bool replace(const char* path, const struct stat* old, const void* data, size_t size,
                    char* reason, size_t reason_size) {
  char temp[PATH_MAX];
  const int fd = open_temp(path, temp);
  if (fd < 0) {
    return fail(reason, reason_size, CANNOT_MAKE);
  }
  const bool filled = (!old || fchmod(fd, old->st_mode & 0777) == 0) && write_all(fd, data, size);
  const bool written = close_after(fd, filled && sync_file(fd));
  if (!written || rename(temp, path) != 0) {
    (void)fail(reason, reason_size, "cannot write");
    (void)unlink(temp);
    return false;
  }
  sync_folder(path);
  return true;
}

// Where a path leads.
typedef struct {
  char real[PATH_MAX]; // its links followed; not where it is no regular file
  bool exists;
  struct stat old; // of what exists
} Target;

static bool is_no_file(const Target* target) {
  return target->exists && !S_ISREG(target->old.st_mode);
}

// False where it is plain, without trying, that nothing can be written there.
static bool find_target(const char* path, Target* target, char* reason, size_t reason_size) {
  target->exists = stat(path, &target->old) == 0;
  if (target->exists && S_ISDIR(target->old.st_mode)) {
    errno = EISDIR;
    return fail(reason, reason_size, "cannot write");
  }
  // A rename would replace a file that its owner has made read-only.
  if (target->exists && access(path, W_OK) != 0) {
    return fail(reason, reason_size, "cannot write");
  }
  // No link is followed there: /dev/stdout leads to a name that is none where it is a pipe.
  return is_no_file(target) || resolve(path, target->real) ||
         fail(reason, reason_size, "cannot follow that path");
}

bool atomic_file_write(const char* path, const void* data, size_t size, char* reason,
                       size_t reason_size) {
  Target target;
  if (!find_target(path, &target, reason, reason_size)) {
    return false;
  }
  if (is_no_file(&target)) {
    return write_in_place(path, data, size) || fail(reason, reason_size, "cannot write");
  }
  return replace(target.real, target.exists ? &target.old : NULL, data, size, reason, reason_size);
}

bool atomic_file_try(const char* path, char* reason, size_t reason_size) {
  Target target;
  char temp[PATH_MAX];
  if (!find_target(path, &target, reason, reason_size)) {
    return false;
  }
  if (is_no_file(&target)) {
    return true;
  }
  const int fd = open_temp(target.real, temp);
  if (fd < 0) {
    return fail(reason, reason_size, CANNOT_MAKE);
  }
  (void)close(fd);
  (void)unlink(temp);
  return true;
}

static bool is_left_behind(int folder, const char* name) {
  long process = 0;
  int attempt = 0;
  int length = 0;
  struct stat info;
  return sscanf(name, ".tiento-%ld-%d.tmp%n", &process, &attempt, &length) == 2 && length > 0 &&
         name[length] == '\0' && process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH &&
         fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode) &&
         time(NULL) - info.st_mtime > LEFT_BEHIND;
}

void atomic_file_tidy(const char* path) {
  char real[PATH_MAX];
  char folder[PATH_MAX];
  DIR* entries = resolve(path, real) ? opendir(folder_name(real, folder)) : NULL;
  for (const struct dirent* entry; entries && (entry = readdir(entries)) != NULL;) {
    if (is_left_behind(dirfd(entries), entry->d_name)) {
      (void)unlinkat(dirfd(entries), entry->d_name, 0);
    }
  }
  if (entries) {
    (void)closedir(entries);
  }
}
